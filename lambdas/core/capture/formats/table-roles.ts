import { CELL, Column } from '../../columns/column.ts';
import type { CaptureChunk } from '../chunk.ts';
import { positionName } from '../positions.ts';
import type { RejectionSink } from '../rejection-sink.ts';
import type { CaptureSpec, FieldLocation, PredictionSpec } from '../spec.ts';
import { dialectOf } from '../tables/dialect.ts';
import type { PlacedChunk, TableOptions } from '../tables/reader.ts';
import type { CaptureRun } from './reader.ts';

/** Which columns of a plain table are features, answers, the time and the id. */
export class TableRoles {
  readonly #run: CaptureRun;
  readonly #prediction: PredictionNames;
  /** The columns of the answers, the time and the id. */
  readonly #others: ReadonlySet<string>;
  /** null: every column that is not among the others. */
  readonly #features: ReadonlySet<string> | null;
  /** The features to read: those of the chunks, and those that recognise repeated rows. null: all columns. */
  readonly #wanted: ReadonlySet<string> | null;
  /** The features that belong to a row's content. null: all columns. */
  readonly #content: ReadonlySet<string> | null;

  /** Throws RangeError if rows are to be split into windows and the monitor names no time. */
  constructor(run: CaptureRun) {
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
    this.#content = toSet(spec.features);
    const comparesRows = options.seen !== undefined && spec.id !== undefined;
    const all = this.#features === null || (comparesRows && spec.features === undefined);
    this.#wanted = all ? null : new Set([...this.#features, ...(comparesRows ? spec.features! : [])]);
  }

  /** How the table is read. `log` gets the rows that cannot be read. */
  tableOptions(log: RejectionSink): TableOptions {
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
      seenColumns: options.seenColumns,
      log,
    };
  }

  /** Whether the column is one of the features to read. */
  isFeature(name: string): boolean {
    return this.#features === null ? !this.#others.has(name) : this.#features.has(name);
  }

  /** Whether the column belongs to what makes two rows equal. */
  isContent(name: string): boolean {
    return this.#content === null || this.#content.has(name) || this.#others.has(name);
  }

  /** The answers among the chunk's columns, each through `pick`. An answer whose column is absent is missing in every row. */
  pickPredictions(chunk: PlacedChunk, pick: (column: Column) => Column): CaptureChunk['predictions'] {
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

function emptyColumn(rows: number): Column {
  return new Column(rows, null, new Int32Array(rows).fill(CELL.missing));
}

function toSet(names: readonly string[] | undefined): ReadonlySet<string> | null {
  return names === undefined ? null : new Set(names);
}
