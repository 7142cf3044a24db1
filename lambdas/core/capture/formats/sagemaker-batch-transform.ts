import type { DataSource } from '../../ports.ts';
import { toFieldPath, valueAtPath } from '../field-path.ts';
import { keyTime } from '../key-time.ts';
import type { LineBatch } from '../line-batches.ts';
import { readLines } from '../lines.ts';
import { startsManifest } from '../manifest.ts';
import type { RejectionLog } from '../rejections.ts';
import type { CaptureSpec } from '../spec.ts';
import { parseRecord } from './json-record.ts';
import type { CaptureReader } from './reader.ts';
import type { RecordFormat } from './record-adder.ts';
import { addRecordLines } from './record-lines.ts';
import { TransformCsv } from './transform-csv.ts';
import { ID_KEY, splitDocument, TIME_KEY, type TransformEnvelope } from './transformed.ts';

/** How much of a file's start is needed to recognise a manifest, which may have many lines. */
const MANIFEST_START = 256;

/**
 * Reads the output of batch transforms: JSON objects, with `SageMakerOutput` if they are joined with the input, or CSV,
 * see {@link TransformCsv}. With inference ids, each record has an id and a time. Without them, the time is under the
 * key or field that the monitor names, otherwise it is the hour of the object's folder. Manifests are skipped.
 */
export const sagemakerBatchTransform: CaptureReader = {
  hourly: true,
  streams: true,
  sharesIds: false,
  read: (source, run) =>
    addRecordLines(
      readOutputLines(source, run.options.log),
      source,
      run,
      transformRecords(run.spec, keyTime(source.uri)),
    ),
};

/** @param objectTime NaN: unknown. */
function transformRecords(spec: CaptureSpec, objectTime: number): RecordFormat<TransformEnvelope> {
  const csv = new TransformCsv(spec, objectTime);
  const json = jsonOpener(spec, objectTime);
  return {
    timeKey: TIME_KEY,
    open: (line) => (/^\s*[{[]/.test(line) ? json(line) : csv.open(line)),
    decode: (envelope) => envelope,
  };
}

/** The file's lines. None if the file is a manifest. */
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

function jsonOpener({ time, id, features }: CaptureSpec, objectTime: number): (line: string) => TransformEnvelope {
  const timeKey = time === undefined ? null : toFieldPath(time);
  const idKey = id === undefined ? null : toFieldPath(id);
  const taken = new Set([time, id].filter((name) => name !== undefined && !features?.includes(name)));
  return (line) => {
    const record = parseRecord(line);
    const ownId = record[ID_KEY];
    return {
      time: timeKey === null ? (record[TIME_KEY] ?? knownTime(objectTime)) : valueAtPath(record, timeKey),
      id: idKey === null ? ownId : valueAtPath(record, idKey),
      uniqueId: ownId,
      ...splitDocument(record, taken),
    };
  };
}

function knownTime(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
