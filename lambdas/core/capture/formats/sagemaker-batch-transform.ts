import type { DataSource } from '../../ports.ts';
import { copyText } from '../../text/copy-text.ts';
import { CsvText } from '../csv-text.ts';
import { type LineBatch, readLines } from '../lines.ts';
import { startsManifest } from '../manifest.ts';
import { ABSENT } from '../payload.ts';
import { RejectedRecordError, type RejectionLog } from '../rejections.ts';
import { notARecord, parseRecord } from './json-record.ts';
import type { CaptureReader } from './reader.ts';
import { addRecordLines, type Envelope, type RecordFormat } from './record-lines.ts';
import { ID_KEY, type Sides, splitDocument, TIME_KEY } from './transformed.ts';

type TransformEnvelope = Envelope & Sides;

/** How much of a file's start tells a manifest, which may stretch over many lines. */
const MANIFEST_START = 256;

/**
 * Transform outputs with inference ids: JSON objects with `SageMakerInferenceId`, `SageMakerInferenceTime` and, joined with
 * the input, `SageMakerOutput`; or CSV whose last two fields are id and time. CSV with more fields than there are listed
 * features is joined and begins with them; other CSV is all output. Manifests are passed over.
 */
export const sagemakerBatchTransform: CaptureReader = {
  hourly: true,
  read: (source, run) =>
    addRecordLines(readOutputLines(source, run.options.log), source, run, transformRecords(run.spec.features)),
};

function transformRecords(features: readonly string[] | undefined): RecordFormat<TransformEnvelope> {
  const csv = new CsvText();
  return {
    open: (line) => (/^\s*[{[]/.test(line) ? openJson(line) : openCsv(line, csv, features)),
    decode: (envelope) => envelope,
  };
}

/** The file's lines; none when the file is a manifest. */
async function* readOutputLines(source: DataSource, log: RejectionLog): AsyncGenerator<LineBatch> {
  const held: LineBatch[] = [];
  let start: string | null = '';
  for await (const batch of readLines(source, { log, records: true })) {
    if (start === null) {
      yield batch;
      continue;
    }
    for (let i = 0; i < batch.texts.length && start.length < MANIFEST_START; i++) start += batch.texts[i].trim();
    held.push(batch);
    if (start.length < MANIFEST_START) continue;
    if (startsManifest(start)) return;
    yield* held;
    start = null;
  }
  if (start !== null && !startsManifest(start)) yield* held;
}

function openJson(line: string): TransformEnvelope {
  const record = parseRecord(line);
  return { time: record[TIME_KEY], id: record[ID_KEY], ...splitDocument(record) };
}

function openCsv(line: string, csv: CsvText, features: readonly string[] | undefined): TransformEnvelope {
  const problem = csv.scan(line);
  if (problem !== null) throw new RejectedRecordError('invalid-csv', problem);
  const width = csv.width(0) - 2;
  if (width < 1) throw notARecord('it has no output before an inference id and a time');
  const inputs = features !== undefined && width > features.length ? features.length : 0;
  return {
    // Ids are kept longer than the line they are cut from.
    id: copyText(csv.field(width)),
    time: csv.field(width + 1),
    request: inputs === 0 ? ABSENT : { kind: 'csv', text: cut(csv, 0, inputs) },
    response: { kind: 'csv', text: cut(csv, inputs, width) },
  };
}

/** Fields [from, to) of the line as they are written. */
function cut(csv: CsvText, from: number, to: number): string {
  return csv.text.slice(outerStart(csv, from), outerStart(csv, to) - 1);
}

/** Where the field begins, its opening quote included. */
function outerStart(csv: CsvText, field: number): number {
  return csv.quoted(field) ? csv.start(field) - 1 : csv.start(field);
}
