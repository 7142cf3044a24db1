import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';

const NUMBERS = 14;
const CATEGORIES = 6;
const FILES = 10;
const BASELINE_ROWS = 100_000;
const START = Date.UTC(2001, 0, 2);
export const WINDOW = '2001-01-02';
export const MONITOR = 'bench';

export const FEATURES: readonly string[] = Array.from({ length: NUMBERS + CATEGORIES }, (_, i) =>
  i < NUMBERS ? `number_${i}` : `category_${i}`,
);

/** The column of each feature that holds numbers; the others hold categories. */
export const isNumber = (column: number): boolean => column < NUMBERS;

/** How requests are written: `1,x`, the same in BASE64, `{"instances":[[1,"x"]]}`, or `{"instances":[{"a":1,"b":"x"}]}`. */
export const PAYLOADS = ['csv', 'base64', 'json', 'objects'] as const;
export type Payload = (typeof PAYLOADS)[number];

export interface CaptureSize {
  readonly rows: number;
  readonly rowsPerRequest: number;
  readonly payload: Payload;
}

/**
 * Writes a day of captures in ten files, training data, and a monitor file that names both.
 *
 * @returns the bytes of the captures
 */
export async function writeCaptures(folder: string, size: CaptureSize): Promise<number> {
  const random = new SeededRandom(1);
  const captures = captureFolder(folder);
  mkdirSync(captures, { recursive: true });
  const rowsAFile = Math.ceil(size.rows / FILES);
  let bytes = 0;
  for (let first = 0; first < size.rows; first += rowsAFile) {
    const name = `${String(first / rowsAFile).padStart(2, '0')}.jsonl`;
    const end = Math.min(size.rows, first + rowsAFile);
    bytes += await writeLines(join(captures, name), captureLines(first, end, size, random));
  }
  await writeLines(join(folder, 'training.csv'), trainingLines(random));
  writeFileSync(join(folder, `${MONITOR}.yaml`), monitorFile(folder));
  return bytes;
}

export function captureFolder(folder: string): string {
  return join(folder, 'captures/2001/01/02/00');
}

/** @returns the bytes written */
async function writeLines(path: string, lines: Iterable<string>): Promise<number> {
  const file = createWriteStream(path);
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text);
  await finished(file);
  return file.bytesWritten;
}

function* captureLines(
  first: number,
  end: number,
  { rowsPerRequest, payload }: CaptureSize,
  random: SeededRandom,
): Generator<string> {
  for (let row = first; row < end; row += rowsPerRequest) {
    const cells = Array.from({ length: Math.min(rowsPerRequest, end - row) }, () => drawCells(random));
    const scores = cells.map(() => random.uniform().toFixed(6));
    const time = new Date(START + (row % 86_400) * 1000).toISOString().replace('.000', '');
    yield JSON.stringify({
      captureData: { endpointInput: REQUESTS[payload](cells), endpointOutput: csvSide('OUTPUT', scores.join('\n')) },
      eventMetadata: { eventId: `event-${row}`, inferenceTime: time },
      eventVersion: '0',
    });
  }
}

const REQUESTS: Record<Payload, (rows: readonly (readonly string[])[]) => object> = {
  csv: (rows) => csvSide('INPUT', rows.join('\n')),
  base64: (rows) => ({
    ...csvSide('INPUT', Buffer.from(rows.join('\n')).toString('base64')),
    encoding: 'BASE64',
  }),
  json: (rows) => jsonSide(rows.map(toValues)),
  objects: (rows) =>
    jsonSide(rows.map((cells) => Object.fromEntries(toValues(cells).map((value, i) => [FEATURES[i], value])))),
};

function csvSide(mode: string, data: string): object {
  return { observedContentType: 'text/csv', mode, data, encoding: 'CSV' };
}

function jsonSide(instances: readonly unknown[]): object {
  return {
    observedContentType: 'application/json',
    mode: 'INPUT',
    data: JSON.stringify({ instances }),
    encoding: 'JSON',
  };
}

function toValues(cells: readonly string[]): unknown[] {
  return cells.map((cell, column) => (isNumber(column) ? Number(cell) : cell));
}

function* trainingLines(random: SeededRandom): Generator<string> {
  yield [...FEATURES, 'score', 'label'].join(',');
  for (let row = 0; row < BASELINE_ROWS; row++) {
    const score = random.uniform();
    yield `${drawCells(random).join(',')},${score.toFixed(6)},${random.uniform() < score ? 1 : 0}`;
  }
}

/** Numbers of 1 to 17 digits as models get them, categories of 4 to 50 values. */
function drawCells(random: SeededRandom): string[] {
  return FEATURES.map((_, column) => {
    if (!isNumber(column)) return `c${Math.floor(random.uniform() * (4 + (column - NUMBERS) * 9))}`;
    if (column % 3 === 0) return String(Math.floor(random.uniform() * 1000));
    return column % 3 === 1 ? (random.uniform() * 100).toFixed(3) : String(random.uniform() * 10);
  });
}

function monitorFile(folder: string): string {
  return `model: ${MONITOR}
problem: binary-classification
capture:
  uri: ${JSON.stringify(join(folder, 'captures'))}
  features: [${FEATURES.join(', ')}]
  prediction: { score: 0, threshold: 0.5 }
labels: { uri: ${JSON.stringify(join(folder, 'labels'))}, lag: P2D, maxAge: P14D }
baseline: { uri: ${JSON.stringify(join(folder, 'training.csv'))}, label: label, score: score }
schedule: { drift: cron(0 6 * * ? *), accuracy: cron(30 6 * * ? *), timeZone: UTC, window: P1D }
`;
}
