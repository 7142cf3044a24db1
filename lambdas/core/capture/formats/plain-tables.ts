import { CELL, Column } from '../../columns/column.ts';
import { pickRows } from '../../columns/pick-rows.ts';
import type { Window } from '../../window.ts';
import type { CaptureChunk } from '../chunk.ts';
import { positionName } from '../positions.ts';
import { hashRows } from '../row-hashes.ts';
import type { CaptureSpec, FieldLocation, PredictionSpec, TableFormat } from '../spec.ts';
import { DeferredRejections } from '../tables/deferred-rejections.ts';
import { dialectOf } from '../tables/dialect.ts';
import { type PlacedChunk, type TableOptions, UnreadableFileError } from '../tables/reader.ts';
import { TABLE_READERS } from '../tables/registry.ts';
import { timeReader } from '../time-column.ts';
import { describeNoTime } from '../times.ts';
import type { CaptureReader, CaptureRun } from './reader.ts';

/**
 * Captures in a plain table: a row for each prediction, with columns for the features, the model's answers, the time and
 * the id. A position means the n-th column of rows without names.
 */
export function plainTables(format: TableFormat): CaptureReader {
  return {
    hourly: false,
    async *read(source, run) {
      const rejections = new DeferredRejections(run.options.log, source.uri);
      const roles = new Roles(run, rejections);
      try {
        for await (const chunk of TABLE_READERS[format](source, roles.tableOptions())) {
          const captured = roles.toCapture(chunk, source.uri);
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

/** Which column of the table means what. */
class Roles {
  readonly #run: CaptureRun;
  readonly #prediction: PredictionNames;
  readonly #others: ReadonlySet<string>;
  readonly #features: ReadonlySet<string> | null;
  /** Columns to read: besides what is handed on all that tells whether a row has come before; null: all. */
  readonly #wanted: ReadonlySet<string> | null;
  readonly #rejections: DeferredRejections;

  constructor(run: CaptureRun, rejections: DeferredRejections) {
    const { spec, options } = run;
    if (options.window !== null && spec.time === undefined) {
      throw new RangeError(
        `capture.time: ${spec.format} captures need the column with the time, to be split into windows`,
      );
    }
    this.#run = run;
    this.#prediction = namePredictions(spec.prediction, spec.features ?? []);
    this.#others = new Set([
      ...Object.values({ ...this.#prediction, scores: undefined }).filter((name) => name !== undefined),
      ...(this.#prediction.scores?.values() ?? []),
      ...[spec.time, spec.id].filter((name) => name !== undefined),
    ]);
    this.#features = options.features === 'none' ? new Set() : toSet(options.features ?? spec.features);
    const all = this.#features === null || (this.#comparesRows && spec.features === undefined);
    this.#wanted = all ? null : new Set([...this.#features, ...(this.#comparesRows ? spec.features! : [])]);
    this.#rejections = rejections;
  }

  get #comparesRows(): boolean {
    const { spec, options } = this.#run;
    return options.seen !== undefined && spec.id !== undefined;
  }

  tableOptions(): TableOptions {
    const { spec, options } = this.#run;
    return {
      columns: this.#wanted === null ? null : [...new Set([...this.#wanted, ...this.#others])],
      besides: this.#wanted === null ? [...this.#others].filter((name) => name.includes('.')) : [],
      required: [options.window === null ? undefined : spec.time, options.ids ? spec.id : undefined].filter(
        (name) => name !== undefined,
      ),
      named: [...(this.#wanted ?? []), ...this.#others],
      texts: new Set(spec.id === undefined ? [] : [spec.id]),
      header: spec.header ?? true,
      names: spec.features ?? [],
      missing: spec.missing,
      dialect: dialectOf(spec),
      chunkRows: options.chunkRows,
      log: this.#rejections,
    };
  }

  /** The chunk's rows inside the window; null when there are none. */
  toCapture(chunk: PlacedChunk, uri: string): CaptureChunk | null {
    const { spec, options } = this.#run;
    const allTimes = spec.time === undefined ? null : chunk.columns.get(spec.time);
    const { rows, times } = this.#chooseRows(chunk, spec.time === undefined ? null : allTimes, uri);
    options.log.accept(rows.length, rows.length);
    if (rows.length === 0) return null;
    const pick = (column: Column) => (rows.length === chunk.rows ? column : pickRows(column, rows));
    const columns = new Map<string, Column>();
    for (const [name, column] of chunk.columns) if (this.#isFeature(name)) columns.set(name, pick(column));
    const ids = options.ids && spec.id !== undefined ? chunk.columns.get(spec.id) : undefined;
    return {
      rows: rows.length,
      columns,
      predictions: this.#pickPredictions(chunk, pick),
      ids: options.ids ? Array.from(rows, (row) => toId(ids, row)) : null,
      positions: options.ids ? new Int32Array(rows.length) : null,
      times,
    };
  }

  #isFeature(name: string): boolean {
    return this.#features === null ? !this.#others.has(name) : this.#features.has(name);
  }

  /** Counts the rows outside the window, rejects those whose time cannot be read, and leaves out those that came before. */
  #chooseRows(chunk: PlacedChunk, column: Column | null | undefined, uri: string) {
    const { window, log } = this.#run.options;
    const rows = new Int32Array(chunk.rows);
    const times = new Float64Array(chunk.rows);
    let count = 0;
    let outside = 0;
    const read = timeReader(column ?? null);
    const isNew = this.#rowComparer(chunk, uri);
    for (let row = 0; row < chunk.rows; row++) {
      this.#rejections.release(chunk.lines[row]);
      const time = read(row);
      if (Number.isNaN(time) && (window !== null || hasValue(column, row))) {
        const given = column?.at(row) ?? null;
        log.reject(
          'invalid-time',
          uri,
          chunk.lines[row],
          given === null
            ? `the row has no time in the column ${JSON.stringify(this.#run.spec.time)}`
            : describeNoTime(given),
          String(given ?? ''),
        );
        continue;
      }
      const isInside = !isOutside(time, window);
      if (window !== null) log.locate(isInside);
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

  /** Tells rows that have not come before. An id of a column may name several rows, so only the same content is a repeat. */
  #rowComparer(chunk: PlacedChunk, uri: string): (row: number) => boolean {
    const { spec, options } = this.#run;
    const { seen, log } = options;
    const ids = spec.id === undefined ? undefined : chunk.columns.get(spec.id);
    if (seen === undefined || ids === undefined) return () => true;
    const features = toSet(spec.features);
    const contents = hashRows(
      chunk,
      // A record delivered again may come to another folder.
      (name) => !chunk.partitions?.has(name) && (features === null || features.has(name) || this.#others.has(name)),
    );
    return (row) => {
      const id = toId(ids, row);
      const sighting = seen.seeHashed(id, contents[row]);
      if (sighting === 'repeat') log.repeat(uri, chunk.lines[row], id);
      else if (sighting === 'conflict') log.conflict(uri, chunk.lines[row], id);
      return sighting !== 'repeat';
    };
  }

  #pickPredictions(chunk: PlacedChunk, pick: (column: Column) => Column): CaptureChunk['predictions'] {
    const get = (name: string) => pick(chunk.columns.get(name) ?? emptyColumn(chunk.rows));
    const { score, label, value, scores } = this.#prediction;
    return {
      ...(score !== undefined && { score: get(score) }),
      ...(label !== undefined && { label: get(label) }),
      ...(value !== undefined && { value: get(value) }),
      ...(scores && { scores: new Map([...scores].map(([name, column]) => [name, get(column)])) }),
    };
  }
}

interface PredictionNames {
  readonly score: string | undefined;
  readonly label: string | undefined;
  readonly value: string | undefined;
  readonly scores: ReadonlyMap<string, string> | undefined;
}

function namePredictions(prediction: PredictionSpec, names: CaptureSpec['features'] & {}): PredictionNames {
  const nameOf = (where: FieldLocation) => (typeof where === 'number' ? (names[where] ?? positionName(where)) : where);
  const { score, label, value, scores } = prediction;
  return {
    score: score === undefined ? undefined : nameOf(score),
    label: label === undefined ? undefined : nameOf(label),
    value: value === undefined ? undefined : nameOf(value),
    scores: scores && new Map(Object.entries(scores).map(([name, where]) => [name, nameOf(where)])),
  };
}

function hasValue(column: Column | null | undefined, row: number): boolean {
  return column !== null && column !== undefined && column.code(row) !== CELL.missing;
}

function isOutside(time: number, window: Window | null): boolean {
  return window !== null && !(time >= window.start && time < window.end);
}

/** Empty where the row has no id. */
function toId(ids: Column | undefined, row: number): string {
  const id = ids?.at(row) ?? '';
  return String(id);
}

function emptyColumn(rows: number): Column {
  return new Column(rows, null, new Int32Array(rows).fill(CELL.missing));
}

function toSet(names: readonly string[] | undefined): ReadonlySet<string> | null {
  return names === undefined ? null : new Set(names);
}
