import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { convertToParquet } from './parquet.ts';

const CATEGORIES = 6;
const FILES = 10;
const BASELINE_ROWS = 100_000;
/** Cells of training data with many columns: fewer rows do, so that it is written sooner. */
const BASELINE_CELLS = 4_000_000;
const DAY = 86_400_000;
/** The first of the days that may be captured, and the last, which is checked. */
const LAST_DAY = Date.UTC(2001, 0, 2);
export const WINDOW = dayBefore(0);
export const MONITOR = 'bench';

/** Whether a column holds numbers. Of ten columns, the first seven do. */
export const isNumber = (column: number, columns: number): boolean => column < Math.round(columns * 0.7);

export function featuresOf(columns: number): string[] {
  return Array.from({ length: columns }, (_, i) => (isNumber(i, columns) ? `number_${i}` : `category_${i}`));
}

/** The name of the window so many days before {@link WINDOW}. */
export function dayBefore(days: number): string {
  return new Date(LAST_DAY - days * DAY).toISOString().slice(0, 10);
}

/**
 * How requests are written: `1,x`, the same in BASE64, `{"instances":[[1,"x"]]}`, or `{"instances":[{"a":1,"b":"x"}]}`; or, in place of
 * captured requests, rows of Parquet files.
 */
export const PAYLOADS = ['csv', 'base64', 'json', 'objects', 'parquet'] as const;
export type Payload = (typeof PAYLOADS)[number];

export interface CaptureSize {
  /** Rows a day. */
  readonly rows: number;
  readonly columns: number;
  readonly rowsPerRequest: number;
  readonly payload: Payload;
  /** @default 1 */
  readonly days?: number;
  /** @default 100,000, or fewer if there are many columns */
  readonly trainingRows?: number;
}

/**
 * Writes days of captures, each in ten files, training data, and a monitor file that names both.
 *
 * @returns the bytes of the captures
 */
export async function writeCaptures(folder: string, size: CaptureSize): Promise<number> {
  const random = new SeededRandom(1);
  const rowsAFile = Math.ceil(size.rows / FILES);
  let bytes = 0;
  for (let before = (size.days ?? 1) - 1; before >= 0; before--) {
    const captures = captureFolder(folder, dayBefore(before));
    mkdirSync(captures, { recursive: true });
    for (let first = 0; first < size.rows; first += rowsAFile) {
      const name = String(first / rowsAFile).padStart(2, '0');
      const end = Math.min(size.rows, first + rowsAFile);
      const midnight = LAST_DAY - before * DAY;
      if (size.payload === 'parquet') {
        const table = join(folder, 'rows.csv');
        await writeLines(table, tableLines(first, end, midnight, size.columns, random));
        bytes += await convertToParquet(table, join(captures, `${name}.parquet`), size.columns);
      } else {
        bytes += await writeLines(join(captures, `${name}.jsonl`), captureLines(first, end, midnight, size, random));
      }
    }
  }
  await writeLines(join(folder, 'training.csv'), trainingLines(size, random));
  writeFileSync(join(folder, `${MONITOR}.yaml`), monitorFile(folder, MONITOR, size));
  return bytes;
}

/** Writes a label for each row of {@link WINDOW}, in another order than the rows. */
export async function writeLabels(folder: string, rows: number): Promise<void> {
  const labels = join(folder, 'labels');
  mkdirSync(labels);
  await writeLines(join(labels, 'labels.csv'), labelLines(rows));
}

export function captureFolder(folder: string, window = WINDOW): string {
  return join(folder, 'captures', ...window.split('-'), '00');
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
  midnight: number,
  { columns, rowsPerRequest, payload }: CaptureSize,
  random: SeededRandom,
): Generator<string> {
  const write = REQUESTS[payload as Exclude<Payload, 'parquet'>];
  for (let row = first; row < end; row += rowsPerRequest) {
    const cells = Array.from({ length: Math.min(rowsPerRequest, end - row) }, () => drawCells(columns, random));
    const scores = cells.map(() => random.uniform().toFixed(6));
    yield JSON.stringify({
      captureData: { endpointInput: write(cells), endpointOutput: csvSide('OUTPUT', scores.join('\n')) },
      eventMetadata: { eventId: `event-${row}`, inferenceTime: timeOf(row, midnight) },
      eventVersion: '0',
    });
  }
}

/** Rows of a plain table. */
function* tableLines(first: number, end: number, midnight: number, columns: number, random: SeededRandom) {
  yield ['id', 'time', ...featuresOf(columns), 'score'].join(',');
  for (let row = first; row < end; row++) {
    const cells = drawCells(columns, random);
    yield [`event-${row}`, timeOf(row, midnight), ...cells, random.uniform().toFixed(6)].join(',');
  }
}

/** So far apart are the rows of two labels in a row. A prime. */
const LABEL_STRIDE = 7_919;

function* labelLines(rows: number): Generator<string> {
  const random = new SeededRandom(2);
  yield 'id,label';
  for (let i = 0; i < rows; i++) yield `event-${(i * LABEL_STRIDE) % rows},${random.uniform() < 0.5 ? 1 : 0}`;
}

const timeOf = (row: number, midnight: number) =>
  new Date(midnight + (row % 86_400) * 1000).toISOString().replace('.000', '');

const REQUESTS: Record<Exclude<Payload, 'parquet'>, (rows: readonly (readonly string[])[]) => object> = {
  csv: (rows) => csvSide('INPUT', rows.join('\n')),
  base64: (rows) => ({
    ...csvSide('INPUT', Buffer.from(rows.join('\n')).toString('base64')),
    encoding: 'BASE64',
  }),
  json: (rows) => jsonSide(rows.map(toValues)),
  objects: (rows) => {
    const names = featuresOf(rows[0].length);
    return jsonSide(rows.map((cells) => Object.fromEntries(toValues(cells).map((value, i) => [names[i], value]))));
  },
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
  return cells.map((cell, column) => (isNumber(column, cells.length) ? Number(cell) : cell));
}

function* trainingLines({ columns, trainingRows }: CaptureSize, random: SeededRandom): Generator<string> {
  yield [...featuresOf(columns), 'score', 'label'].join(',');
  const rows = trainingRows ?? Math.min(BASELINE_ROWS, Math.ceil(BASELINE_CELLS / columns));
  for (let row = 0; row < rows; row++) {
    const score = random.uniform();
    yield `${drawCells(columns, random).join(',')},${score.toFixed(6)},${random.uniform() < score ? 1 : 0}`;
  }
}

/** Numbers of 1 to 17 digits as models get them, categories of 4 to 49 values. */
function drawCells(columns: number, random: SeededRandom): string[] {
  const numbers = Math.round(columns * 0.7);
  return Array.from({ length: columns }, (_, column) => {
    if (column >= numbers) return `c${Math.floor(random.uniform() * (4 + ((column - numbers) % CATEGORIES) * 9))}`;
    if (column % 3 === 0) return String(Math.floor(random.uniform() * 1000));
    return column % 3 === 1 ? (random.uniform() * 100).toFixed(3) : String(random.uniform() * 10);
  });
}

/** A monitor file for what {@link writeCaptures} and {@link writeLabels} write. */
export function monitorFile(
  folder: string,
  model: string,
  { columns, payload = 'csv' }: Pick<CaptureSize, 'columns'> & Partial<Pick<CaptureSize, 'payload'>>,
): string {
  const isTable = payload === 'parquet';
  return `model: ${model}
problem: binary-classification
capture:
  uri: ${JSON.stringify(join(folder, 'captures'))}
  ${isTable ? 'format: parquet\n  time: time\n  id: id' : 'format: sagemaker-data-capture'}
  features: [${featuresOf(columns).join(', ')}]
  prediction: { score: ${isTable ? 'score' : 0}, threshold: 0.5 }
labels: { uri: ${JSON.stringify(join(folder, 'labels'))}, format: csv, lag: P2D, maxAge: P14D }
baseline: { uri: ${JSON.stringify(join(folder, 'training.csv'))}, label: label, score: score }
schedule: { drift: cron(0 6 * * ? *), accuracy: cron(30 6 * * ? *), timeZone: UTC, window: P1D }
`;
}
