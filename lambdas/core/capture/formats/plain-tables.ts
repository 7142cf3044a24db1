import { CELL, type Column } from '../../columns/column.ts';
import { pickRows } from '../../columns/pick-rows.ts';
import type { Window } from '../../window.ts';
import type { CaptureChunk } from '../chunk.ts';
import { hashRows } from '../row-hashes.ts';
import type { TableFormat } from '../spec.ts';
import { DeferredRejections } from '../tables/deferred-rejections.ts';
import { type PlacedChunk, UnreadableFileError } from '../tables/reader.ts';
import { TABLE_READERS } from '../tables/registry.ts';
import { timeReader } from '../time-column.ts';
import { describeNoTime } from '../times.ts';
import type { CaptureReader, CaptureRun } from './reader.ts';
import { TableRoles } from './table-roles.ts';

/**
 * Captures in a plain table: one row for each prediction, with columns for the features, the model's answers, the time and
 * the id. A position in the monitor file means the n-th column of rows without names.
 */
export function plainTables(format: TableFormat): CaptureReader {
  return {
    hourly: false,
    streams: format !== 'parquet',
    sharesIds: true,
    async *read(source, run) {
      const rejections = new DeferredRejections(run.options.log, source.uri);
      const rows = new TableRows(run, new TableRoles(run), rejections, source.uri);
      try {
        for await (const chunk of TABLE_READERS[format](source, rows.roles.tableOptions(rejections))) {
          const captured = rows.toCapture(chunk);
          if (captured !== null) yield captured;
        }
      } catch (error) {
        if (!(error instanceof UnreadableFileError)) throw error;
        rejections.reject('unreadable-file', source.uri, null, error.message, '');
      }
      rejections.releaseAll();
    },
  };
}

/** Turns the chunks of one file into captured rows. */
class TableRows {
  readonly roles: TableRoles;
  readonly #run: CaptureRun;
  readonly #rejections: DeferredRejections;
  readonly #uri: string;

  constructor(run: CaptureRun, roles: TableRoles, rejections: DeferredRejections, uri: string) {
    this.#run = run;
    this.roles = roles;
    this.#rejections = rejections;
    this.#uri = uri;
  }

  /** The chunk's rows inside the window. null if there are none. */
  toCapture(chunk: PlacedChunk): CaptureChunk | null {
    const { spec, options } = this.#run;
    const { rows, times } = this.#chooseRows(chunk, spec.time === undefined ? null : chunk.columns.get(spec.time));
    options.log.accept(rows.length, rows.length);
    if (rows.length === 0) return null;
    const pick = (column: Column) => (rows.length === chunk.rows ? column : pickRows(column, rows));
    const columns = new Map<string, Column>();
    for (const [name, column] of chunk.columns) if (this.roles.isFeature(name)) columns.set(name, pick(column));
    const ids = options.ids && spec.id !== undefined ? chunk.columns.get(spec.id) : undefined;
    return {
      rows: rows.length,
      columns,
      predictions: this.roles.pickPredictions(chunk, pick),
      ids: options.ids ? Array.from(rows, (row) => toId(ids, row)) : null,
      positions: options.ids ? new Int32Array(rows.length) : null,
      times,
    };
  }

  /** Counts the rows outside the window, rejects those whose time cannot be read, and leaves out repeated ones. */
  #chooseRows(chunk: PlacedChunk, timeColumn: Column | null | undefined) {
    const { window, log } = this.#run.options;
    const rows = new Int32Array(chunk.rows);
    const times = new Float64Array(chunk.rows);
    let count = 0;
    let outside = 0;
    const read = timeReader(timeColumn ?? null);
    const isNew = this.#rowComparer(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      this.#rejections.release(chunk.lines[row]);
      const time = read(row);
      if (Number.isNaN(time) && (window !== null || hasValue(timeColumn, row))) {
        this.#rejectTime(timeColumn?.at(row) ?? null, chunk.lines[row]);
        continue;
      }
      const isInside = !isOutside(time, window);
      if (window !== null) log.locate(isInside, time);
      if (!isInside) {
        outside++;
      } else if (isNew(row)) {
        rows[count] = row;
        times[count++] = time;
      }
    }
    if (outside > 0) log.passOver(outside, outside);
    return { rows: rows.subarray(0, count), times: times.slice(0, count) };
  }

  #rejectTime(given: ReturnType<Column['at']>, line: number): void {
    const { spec, options } = this.#run;
    const detail =
      given === null ? `the row has no time in the column ${JSON.stringify(spec.time)}` : describeNoTime(given);
    options.log.reject('invalid-time', this.#uri, line, detail, String(given ?? ''));
  }

  /**
   * Says of each row whether it is new. Several rows may share an id of a column, so a row is a repeat only if its content is
   * the same too.
   */
  #rowComparer(chunk: PlacedChunk): (row: number) => boolean {
    const { spec, options } = this.#run;
    const { seen, log } = options;
    const ids = spec.id === undefined ? undefined : chunk.columns.get(spec.id);
    if (seen === undefined || ids === undefined) return () => true;
    // A record that is delivered again may arrive in another folder, so partitions are not content.
    const contents = hashRows(chunk, (name) => !chunk.partitions?.has(name) && this.roles.isContent(name));
    return (row) => {
      const id = toId(ids, row);
      const sighting = seen.seeHashed(id, contents[row]);
      if (sighting === 'repeat') log.repeat(this.#uri, chunk.lines[row], id);
      else if (sighting === 'conflict') log.conflict(this.#uri, chunk.lines[row], id);
      return sighting !== 'repeat';
    };
  }
}

function hasValue(column: Column | null | undefined, row: number): boolean {
  return column !== null && column !== undefined && column.code(row) !== CELL.missing;
}

function isOutside(time: number, window: Window | null): boolean {
  return window !== null && !(time >= window.start && time < window.end);
}

/** Empty if the row has no id. */
function toId(ids: Column | undefined, row: number): string {
  return String(ids?.at(row) ?? '');
}
