import { positionName } from '../../capture/positions.ts';
import type { RejectionReason } from '../../capture/rejection-reason.ts';
import type { TableFormat } from '../../capture/spec.ts';
import { dialectOf } from '../../capture/tables/dialect.ts';
import { type PlacedChunk, UnreadableFileError } from '../../capture/tables/reader.ts';
import { TABLE_READERS } from '../../capture/tables/registry.ts';
import { timeReader } from '../../capture/time-column.ts';
import { describeNoTime } from '../../capture/times.ts';
import { classText } from '../../performance/rows/class-dictionary.ts';
import { contentOf } from '../label-origin.ts';
import type { LabelSpec } from '../spec.ts';
import { type LabelFileReader, type LabelRun, rejectInAll } from './reader.ts';

/**
 * Reads CSV with a header, JSON Lines or Parquet with a column of ids and one of labels. Ids are kept as text, like
 * those of plain captures. Without a column of positions, every row labels a request of one row.
 */
export function plainTable(format: TableFormat): LabelFileReader {
  return {
    hourly: false,
    isTable: true,
    async read(source, runs) {
      const [{ spec }] = runs;
      const log = rejectInAll(runs);
      const names = nameColumns(spec);
      const columns = [...new Set(Object.values(names).filter((name) => name !== undefined))];
      const options = {
        columns,
        besides: [],
        required: columns,
        named: columns,
        texts: new Set([names.id]),
        header: true,
        names: [],
        missing: spec.missing,
        dialect: dialectOf(spec),
        chunkRows: undefined,
        log,
      };
      try {
        for await (const chunk of TABLE_READERS[format](source, options)) {
          for (const run of runs) addChunk(chunk, names, source.uri, run);
        }
      } catch (error) {
        if (!(error instanceof UnreadableFileError)) throw error;
        log.reject('unreadable-file', source.uri, null, error.message, '');
      }
    },
  };
}

interface ColumnNames {
  readonly id: string;
  readonly label: string;
  readonly position: string | undefined;
  readonly time: string | undefined;
}

/** The names of the columns. A position in the monitor file means the n-th column of rows without names. */
function nameColumns(spec: LabelSpec): ColumnNames {
  const label = typeof spec.label === 'number' ? positionName(spec.label) : spec.label;
  return { id: spec.id, label, position: spec.position, time: spec.time };
}

function addChunk(chunk: PlacedChunk, names: ColumnNames, uri: string, run: LabelRun): void {
  const { reader, log, origin } = run;
  const ids = chunk.columns.get(names.id);
  const values = chunk.columns.get(names.label);
  const positions = names.position === undefined ? undefined : chunk.columns.get(names.position);
  const reject = (row: number, reason: RejectionReason, detail: string) =>
    log.reject(reason, uri, chunk.lines[row], detail, String(ids?.at(row) ?? ''));
  const times = names.time === undefined ? null : chunk.columns.get(names.time);
  const readTime = timeReader(times ?? null);
  let kept = 0;
  let unwanted = 0;
  for (let row = 0; row < chunk.rows; row++) {
    const id = ids?.at(row) ?? null;
    if (id === null) {
      reject(row, 'not-a-label-record', `the row has no id in the column ${JSON.stringify(names.id)}`);
      continue;
    }
    if (!run.labels.wants(String(id))) {
      unwanted++;
      continue;
    }
    const value = reader.readValue(values?.at(row));
    if (value === null) {
      reject(row, 'no-label', `the row has no label in the column ${JSON.stringify(names.label)}`);
      continue;
    }
    const position = names.position === undefined ? 0 : positions?.at(row);
    if (typeof position !== 'number' || !Number.isInteger(position) || position < 0 || position > MAX_POSITION) {
      reject(row, 'not-a-label-record', `${JSON.stringify(position ?? null)} is not a zero-based position`);
      continue;
    }
    const time = readTime(row);
    if (times !== null && Number.isNaN(time)) {
      const given = times?.at(row) ?? null;
      const none = `the row has no time in the column ${JSON.stringify(names.time)}`;
      reject(row, 'invalid-time', given === null ? none : describeNoTime(given));
      continue;
    }
    origin.time = time;
    origin.isAhead = time > run.knownBy;
    origin.isLate = time >= run.lateFrom;
    // Without a time, a row is the current state of its label, which may return to an earlier value, so it is never a repeat.
    origin.content = times === null ? null : contentOf(`${time} ${classText(value)}`);
    run.labels.add(String(id), position, names.position === undefined ? 1 : 0, value, origin);
    if (!origin.isAhead) kept++;
  }
  log.accept(kept, kept);
  if (unwanted > 0) log.passOver(unwanted, unwanted);
}

/** Positions are stored in 32 bits. */
const MAX_POSITION = 2 ** 31 - 1;
