import { type FieldPath, isObject, toFieldPath, valueAtPath } from '../../capture/field-path.ts';
import { parseJson } from '../../capture/json.ts';
import { readLines } from '../../capture/lines.ts';
import { RejectedRecordError } from '../../capture/rejection-reason.ts';
import type { RejectionSink } from '../../capture/rejection-sink.ts';
import { describeNoTime, readTime } from '../../capture/times.ts';
import { errorMessage } from '../../text/error-message.ts';
import { contentOf } from '../label-origin.ts';
import { LabelValues } from '../label-values.ts';
import { type LabelFileReader, type LabelRun, rejectInAll } from './reader.ts';

/**
 * Reads `{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":"…"},"eventVersion":"0"}`, one per
 * line. Merged records, which also hold captured data, are read alike. A record with the same bytes as an earlier one
 * is the same event.
 */
export const sagemakerGroundTruth: LabelFileReader = {
  hourly: true,
  isTable: false,
  async read(source, runs) {
    const [{ spec }] = runs;
    const time = spec.time === undefined ? null : toFieldPath(spec.time);
    const log = rejectInAll(runs);
    const values = runs.map(({ reader }) => new LabelValues(spec.label, reader));
    for await (const { numbers, texts } of readLines(source, { log, records: true })) {
      for (let i = 0; i < texts.length; i++) {
        const reject = (sink: RejectionSink, error: unknown) => {
          if (!(error instanceof RejectedRecordError)) throw error;
          sink.reject(error.reason, source.uri, numbers[i], error.message, texts[i]);
        };
        try {
          const record = parseRecord(texts[i]);
          const named = { line: texts[i], record, id: idOf(record) };
          for (let run = 0; run < runs.length; run++) {
            try {
              addRecord(named, values[run], time, runs[run]);
            } catch (error) {
              reject(runs[run].log, error);
            }
          }
        } catch (error) {
          reject(log, error);
        }
      }
    }
  },
};

interface NamedRecord {
  readonly line: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly id: string;
}

function addRecord(
  { line, record, id }: NamedRecord,
  values: LabelValues,
  time: FieldPath | null,
  { labels, log, origin, knownBy }: LabelRun,
): void {
  if (!labels.wants(id)) {
    log.passOver(1, 1);
    return;
  }
  const { groundTruthData } = record;
  if (!isObject(groundTruthData)) throw notALabel('it has no object "groundTruthData"');
  const rows = values.read(groundTruthData);
  origin.content = contentOf(line);
  origin.time = time === null ? Number.NaN : timeOf(record, time);
  origin.isAhead = origin.time > knownBy;
  let kept = 0;
  for (let position = 0; position < rows.length; position++) {
    const label = rows[position];
    if (label === null) continue;
    labels.add(id, position, rows.length, label, origin);
    kept++;
  }
  if (!origin.isAhead) log.accept(1, kept);
}

function parseRecord(line: string): Record<string, unknown> {
  let record: unknown;
  try {
    record = parseJson(line);
  } catch (error) {
    throw new RejectedRecordError('invalid-json', `the line is not JSON: ${errorMessage(error)}`);
  }
  if (!isObject(record)) throw notALabel('it is not a JSON object');
  return record;
}

/** The inference id if there is one, otherwise the event id, as for captured data. */
function idOf({ eventMetadata }: Record<string, unknown>): string {
  if (!isObject(eventMetadata)) throw notALabel('it has no object "eventMetadata"');
  const { inferenceId, eventId } = eventMetadata;
  const id = inferenceId === undefined || inferenceId === null || inferenceId === '' ? eventId : inferenceId;
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id === 'number') return String(id);
  throw notALabel('it has neither an inference id nor an event id');
}

function timeOf(record: Record<string, unknown>, key: FieldPath): number {
  const given = valueAtPath(record, key);
  const time = readTime(given);
  if (Number.isNaN(time)) throw new RejectedRecordError('invalid-time', `${key.name}: ${describeNoTime(given)}`);
  return time;
}

function notALabel(why: string): RejectedRecordError {
  return new RejectedRecordError('not-a-label-record', `the line is not a ground-truth record: ${why}`);
}
