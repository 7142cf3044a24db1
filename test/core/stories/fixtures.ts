import type { StoryFixture } from './story-fixture.ts';

/** Fixture files as SageMaker and other writers leave them. Nothing of the product's own code is used to write them. */

export type Cell = string | number | null;

/** One invocation of the endpoint: a row, or several in one request. */
export interface Request {
  /** Inference time, milliseconds since the epoch, whole seconds. */
  readonly time: number;
  /** A row of features for each prediction. */
  readonly rows: readonly (readonly Cell[])[];
  /** What was answered to each row: one number, or several. */
  readonly answers: readonly (Cell | readonly Cell[])[];
  readonly eventId?: string;
  readonly inferenceId?: string;
}

/** A field of RFC 4180: quoted where it has to be. */
function csvField(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvRow(cells: readonly Cell[]): string {
  return cells.map(csvField).join(',');
}

export function csvFile(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${csvRow(row)}\n`).join('');
}

/** `yyyy/mm/dd/hh`, UTC. */
export function hourFolder(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
}

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

let written = 0;

/** A name as SageMaker gives one: never twice the same, in the order of writing within its hour. */
function fileName(): string {
  const number = String(++written);
  return `00-00-${number.padStart(6, '0')}-0000.jsonl`;
}

/** A line of data capture. Without an event id it gets one of its time, so requests without either id must differ in it. */
export function captureLine({ time, rows, answers, eventId, inferenceId }: Request): string {
  const side = (mode: string, data: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
  return JSON.stringify({
    captureData: {
      endpointInput: side('INPUT', rows.map(csvRow).join('\n')),
      endpointOutput: side('OUTPUT', answers.map((answer) => csvRow([answer].flat())).join('\n')),
    },
    eventMetadata: {
      eventId: eventId ?? `event-${time}`,
      ...(inferenceId === undefined ? {} : { inferenceId }),
      inferenceTime: isoSeconds(time),
    },
    eventVersion: '0',
  });
}

/** Writes requests as one file under the hour of the first of them; returns its path in the folder. */
export function writeCaptures(fixture: StoryFixture, requests: readonly Request[]): string {
  return writeCaptureLines(fixture, requests[0].time, requests.map(captureLine));
}

export function writeCaptureLines(fixture: StoryFixture, time: number, lines: readonly string[]): string {
  const path = `captures/${hourFolder(time)}/${fileName()}`;
  fixture.write(path, `${lines.join('\n')}\n`);
  return path;
}

/** Labels by the id of their prediction; several for a batched request. */
export interface Label {
  readonly id: string;
  readonly values: readonly Cell[];
}

/** A line of ground truth. */
export function labelLine({ id, values }: Label): string {
  return JSON.stringify({
    groundTruthData: { data: values.map((value) => csvRow([value])).join('\n'), encoding: 'CSV' },
    eventMetadata: { eventId: id },
    eventVersion: '0',
  });
}

/** Writes labels as one file that arrived at that time. */
export function writeLabels(fixture: StoryFixture, arrival: number, labels: readonly Label[]): void {
  const lines = labels.map(labelLine);
  fixture.write(`labels/${hourFolder(arrival)}/${fileName()}`, lines.map((line) => `${line}\n`).join(''));
}
