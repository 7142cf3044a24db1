import { type ColumnTable, table } from 'arquero';
import type { ProblemType } from '../../capture/spec.ts';
import { Column } from '../../columns/column.ts';
import { GrowableCodes } from '../../columns/growable.ts';
import { ClassDictionary, NO_CLASS } from './class-dictionary.ts';
import { NumberCells, type StoredNumbers } from './number-cells.ts';

/** The columns that {@link PredictionRows} collects. */
export interface PredictionShape {
  readonly problem: ProblemType;
  /**
   * The model's answers. Regression: `value`; binary: `score`, `label` or both; multiclass: `label`, `scores` or both.
   */
  readonly answers: readonly ('label' | 'score' | 'value')[];
  /** Multiclass: the classes that have a probability, in the order of the table's `score_0`, `score_1`, … */
  readonly scoreClasses?: readonly string[] | undefined;
  /** Names of the segment columns, in the order of the table's `segment_0`, `segment_1`, … */
  readonly segments?: readonly string[] | undefined;
}

/** Rows of one chunk with their labels. A column that is absent has only missing cells. */
export interface PredictionChunk {
  readonly rows: number;
  /** The label (ground truth); missing where there is none yet. */
  readonly actual?: Column | undefined;
  readonly label?: Column | undefined;
  readonly score?: Column | undefined;
  readonly value?: Column | undefined;
  readonly scores?: ReadonlyMap<string, Column> | undefined;
  readonly segments?: ReadonlyMap<string, Column> | undefined;
}

/** What {@link PredictionRows} holds of rows without labels, to be stored. */
export interface StoredRows {
  readonly rows: number;
  /** The answers that are classes; null where the shape has none. Codes are indices into `texts`, or below 0 as in `CELL`. */
  readonly label: { readonly texts: readonly string[]; readonly codes: Int32Array } | null;
  /** `score` or `value`, then the probabilities of classes, in the order of the shape. */
  readonly numbers: readonly StoredNumbers[];
  /** As `label`, in the order of the shape. */
  readonly segments: readonly { readonly texts: readonly string[]; readonly codes: Int32Array }[];
}

/**
 * Predictions with labels, gathered chunk by chunk into plain buffers: 8 bytes per number, 4 per class. Only distinct
 * texts are kept, in one dictionary for labels and predictions and one for each segment column; of texts in number
 * columns, only a few.
 */
export class PredictionRows {
  readonly #shape: PredictionShape;
  readonly #classes: ClassDictionary;
  readonly #classColumns = new Map<'actual' | 'label', GrowableCodes>();
  readonly #numberColumns = new Map<'actual' | 'score' | 'value', NumberCells>();
  readonly #scores: readonly NumberCells[];
  readonly #segments: readonly { readonly dictionary: ClassDictionary; readonly codes: GrowableCodes }[];
  #rows: number;

  /** @param given Rows of this shape that were stored: not copied. @default none */
  constructor(shape: PredictionShape, given?: StoredRows) {
    this.#shape = shape;
    this.#rows = given?.rows ?? 0;
    this.#classes = new ClassDictionary(given?.label?.texts);
    const numbers = [...(given?.numbers ?? [])];
    // Labels are not stored: no row has one.
    if (shape.problem === 'regression') this.#numberColumns.set('actual', new NumberCells(noNumbers(this.#rows)));
    else this.#classColumns.set('actual', new GrowableCodes(noClasses(this.#rows)));
    for (const answer of shape.answers) {
      if (answer === 'label') this.#classColumns.set(answer, new GrowableCodes(given?.label?.codes));
      else this.#numberColumns.set(answer, new NumberCells(numbers.shift()));
    }
    this.#scores = (shape.scoreClasses ?? []).map(() => new NumberCells(numbers.shift()));
    this.#segments = (shape.segments ?? []).map((_, i) => ({
      dictionary: new ClassDictionary(given?.segments[i].texts),
      codes: new GrowableCodes(given?.segments[i].codes),
    }));
  }

  /** What is stored of the rows so far, which must be without labels. */
  get stored(): StoredRows {
    const { answers } = this.#shape;
    const label = this.#classColumns.get('label');
    const numbers = answers.flatMap((answer) => (answer === 'label' ? [] : [this.#numberColumns.get(answer)!]));
    return {
      rows: this.#rows,
      label: label === undefined ? null : { texts: this.#classes.texts, codes: label.view() },
      numbers: [...numbers, ...this.#scores].map((cells) => cells.stored),
      segments: this.#segments.map(({ dictionary, codes }) => ({ texts: dictionary.texts, codes: codes.view() })),
    };
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  append(chunk: PredictionChunk): void {
    const { rows } = chunk;
    for (const [name, codes] of this.#classColumns) appendClasses(codes, this.#classes, chunk[name], rows);
    for (const [name, numbers] of this.#numberColumns) numbers.append(chunk[name], rows);
    this.#shape.scoreClasses?.forEach((name, i) => {
      this.#scores[i].append(chunk.scores?.get(name), rows);
    });
    this.#shape.segments?.forEach((name, i) => {
      const { dictionary, codes } = this.#segments[i];
      appendClasses(codes, dictionary, chunk.segments?.get(name), rows);
    });
    this.#rows += rows;
  }

  /**
   * The rows so far as an arquero table without copying them: `actual`, `label`, `score`, `value`, `score_0`, …,
   * `segment_0`, … These names do not come from captured data, which may contain `__proto__`.
   */
  toTable(): ColumnTable {
    const columns: Record<string, Column | Float64Array> = {};
    for (const [name, codes] of this.#classColumns) columns[name] = toColumn(codes, this.#classes);
    for (const [name, numbers] of this.#numberColumns) columns[name] = numbers.toColumn();
    this.#scores.forEach((numbers, i) => {
      columns[`score_${i}`] = numbers.toColumn();
    });
    this.#segments.forEach(({ dictionary, codes }, i) => {
      columns[`segment_${i}`] = toColumn(codes, dictionary);
    });
    return table(columns);
  }
}

/** A column of a table of {@link PredictionRows}; plain numbers where NaN is the only other cell. */
export function predictionColumn(predictions: ColumnTable, name: string): Column | Float64Array {
  const column: unknown = predictions.column(name);
  if (column instanceof Column || column instanceof Float64Array) return column;
  throw new TypeError(`the table has no predictions in a column ${name}`);
}

function noNumbers(rows: number): StoredNumbers {
  return { numbers: new Float64Array(rows).fill(Number.NaN), codes: null, texts: [] };
}

function noClasses(rows: number): Int32Array {
  return new Int32Array(rows).fill(NO_CLASS);
}

function appendClasses(codes: GrowableCodes, dictionary: ClassDictionary, column: Column | undefined, rows: number) {
  if (column === undefined) {
    for (let row = 0; row < rows; row++) codes.push(NO_CLASS);
    return;
  }
  const encodeCell = dictionary.cellEncoder(column);
  for (let row = 0; row < rows; row++) {
    const code = encodeCell(row);
    // A cell without a class keeps its kind, so that messages can say why the row cannot be measured.
    codes.push(code === NO_CLASS ? column.code(row) : code);
  }
}

function toColumn(codes: GrowableCodes, dictionary: ClassDictionary): Column {
  return new Column(codes.length, null, codes.view(), dictionary.texts.slice());
}
