import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Shop } from './shop.ts';

/** One prediction of a model that tells whether a customer leaves. */
interface Prediction {
  readonly at: string;
  readonly request_id: string;
  readonly age: number;
  readonly plan: string;
  readonly p: number;
  readonly churned: number;
}

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T00:00:00Z');

/** Predictions of one day, the same in every run. */
export const PREDICTIONS: readonly Prediction[] = Array.from({ length: 120 }, (_, i) => ({
  at: new Date(START + i * 600_000).toISOString(),
  request_id: `r-${i}`,
  age: 20 + ((i * 37) % 50) + 0.5,
  plan: ['basic', 'pro', 'max'][i % 3],
  p: Number((0.05 + ((i * 61) % 90) / 100).toFixed(2)),
  churned: Number((i * 61) % 90 > 60),
}));

export type Row = Readonly<Record<string, unknown>>;

export function csv(rows: readonly Row[], delimiter = ','): string {
  const names = Object.keys(rows[0]);
  const line = (cells: readonly unknown[]) =>
    `${cells.map((cell) => field(String(cell), delimiter)).join(delimiter)}\n`;
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name])))].join('');
}

function field(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const jsonl = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function parquet(rows: readonly Row[]): Uint8Array {
  const columnData = Object.keys(rows[0]).map((name) => {
    const isTime = name === 'at';
    const data = rows.map((row) => (isTime ? new Date(String(row[name])) : row[name]));
    const type = isTime
      ? ('TIMESTAMP' as const)
      : typeof data[0] === 'number'
        ? ('DOUBLE' as const)
        : ('STRING' as const);
    return { name, data, type };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** Every layout of tables: the file's name, and its bytes. */
export const TABLES: Readonly<Record<string, (rows: readonly Row[]) => readonly [string, string | Uint8Array]>> = {
  'CSV with commas': (rows) => ['day.csv', csv(rows)],
  'CSV with semicolons': (rows) => ['day.csv', csv(rows, ';')],
  'CSV with tabs, in gzip': (rows) => ['day.csv.gz', gzipSync(csv(rows, '\t'))],
  'CSV with a byte order mark and CRLF': (rows) => ['day.csv', `\ufeff${csv(rows).replaceAll('\n', '\r\n')}`],
  'JSON Lines': (rows) => ['day.jsonl', jsonl(rows)],
  'JSON without line ends': (rows) => ['stream-1', rows.map((row) => JSON.stringify(row)).join('')],
  'a list of records': (rows) => ['day.json', JSON.stringify(rows)],
  'an object of lists': (rows) => [
    'day.json',
    JSON.stringify(Object.fromEntries(Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name])]))),
  ],
  Parquet: (rows) => ['part-0.parquet', parquet(rows)],
  'times since the epoch': (rows) => [
    'day.csv',
    csv(rows.map((row) => ({ ...row, at: Date.parse(String(row['at'])) / 1000 }))),
  ],
  'partition folders': (rows) => ['city=Bern/part-0.csv', csv(rows)],
};

type Side = readonly [data: string, type: string, encoding: 'CSV' | 'JSON' | 'BASE64'];

const asJson = (value: unknown): Side => [JSON.stringify(value), 'application/json', 'JSON'];

/** Forms of a request with one row, and of its answer. */
export const FORMS: Readonly<Record<string, (row: Prediction) => readonly [request: Side, answer: Side]>> = {
  CSV: ({ age, plan, p }) => [
    [`${age},${plan}`, 'text/csv', 'CSV'],
    [String(p), 'text/csv', 'CSV'],
  ],
  'CSV in base64': ({ age, plan, p }) => [
    [Buffer.from(`${age},${plan}`).toString('base64'), 'text/csv', 'BASE64'],
    [Buffer.from(String(p)).toString('base64'), 'text/csv', 'BASE64'],
  ],
  'rows of lists': ({ age, plan, p }) => [asJson({ instances: [[age, plan]] }), asJson({ predictions: [[1 - p, p]] })],
  'rows of objects': ({ age, plan, p }) => [
    asJson({ instances: [{ age, plan }] }),
    asJson({ predictions: [{ score: p, predicted_label: Number(p >= 0.5) }] }),
  ],
  'one object': ({ age, plan, p }) => [asJson({ age, plan }), asJson({ probability: p })],
  'names and rows apart': ({ age, plan, p }) => [
    asJson({ dataframe_split: { columns: ['age', 'plan'], data: [[age, plan]] } }),
    asJson({ predictions: [p] }),
  ],
  'SageMaker features': ({ age, plan, p }) => [
    asJson({ instances: [{ features: [age, plan] }] }),
    asJson({ predictions: [{ score: p }] }),
  ],
};

/** Captured records in folders of hours. */
export function writeRecords(shop: Shop, folder: string, form: (row: Prediction) => readonly [Side, Side]): void {
  const byHour = Map.groupBy(PREDICTIONS, ({ at }) => Math.floor((Date.parse(at) - START) / HOUR));
  const side = ([data, observedContentType, encoding]: Side, mode: string) => ({
    observedContentType,
    mode,
    data,
    encoding,
  });
  for (const [hour, rows] of byHour) {
    const lines = rows.map((row) => {
      const [request, answer] = form(row);
      return JSON.stringify({
        captureData: { endpointInput: side(request, 'INPUT'), endpointOutput: side(answer, 'OUTPUT') },
        eventMetadata: { eventId: `e-${row.request_id}`, inferenceId: row.request_id, inferenceTime: row.at },
        eventVersion: '0',
      });
    });
    shop.write(`${folder}/2026/03/02/${String(hour).padStart(2, '0')}/00-00-000-a.jsonl`, `${lines.join('\n')}\n`);
  }
}

/** Ground-truth records that arrived the day after. */
export function writeGroundTruth(shop: Shop, folder: string, label: (row: Prediction) => string | number): void {
  const lines = PREDICTIONS.map((row) =>
    JSON.stringify({
      groundTruthData: { data: String(label(row)), encoding: 'CSV' },
      eventMetadata: { eventId: row.request_id },
      eventVersion: '0',
    }),
  );
  shop.write(`${folder}/2026/03/03/06/labels.jsonl`, `${lines.join('\n')}\n`);
}
