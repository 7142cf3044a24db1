import type { Column } from '../columns/column.ts';
import { ColumnBuilder } from '../columns/column-builder.ts';
import { GrowableCodes } from '../columns/growable.ts';
import { isNaNText, parseNumber } from '../columns/number-text.ts';

/** Labels in the order of their arrival, column by column. */
export interface Labels {
  readonly rows: number;
  /** The id of the prediction: an inference id or event id. */
  readonly ids: readonly string[];
  /** Zero-based position in the request. */
  readonly positions: Int32Array;
  /** How many labels came together for the request; 0 where each row names its position. */
  readonly sizes: Int32Array;
  readonly values: Column;
}

/** What a label can be. */
export type LabelValue = number | string | boolean;

/** Collects labels: 8 bytes a number, 8 for position and size, and the id's text. */
export class LabelRows {
  readonly #ids: string[] = [];
  readonly #positions = new GrowableCodes();
  readonly #sizes = new GrowableCodes();
  readonly #values = new ColumnBuilder();

  get rows(): number {
    return this.#ids.length;
  }

  add(id: string, position: number, size: number, value: LabelValue): void {
    const row = this.#ids.length;
    if (typeof value === 'number') this.#values.setNumber(row, value);
    else if (typeof value === 'string') this.#values.setText(row, value);
    else this.#values.setBoolean(row, value);
    this.#ids.push(id);
    this.#positions.push(position);
    this.#sizes.push(size);
  }

  finish(): Labels {
    const rows = this.#ids.length;
    return {
      rows,
      ids: this.#ids,
      positions: this.#positions.view(),
      sizes: this.#sizes.view(),
      values: this.#values.take(rows),
    };
  }
}

/** Tells labels from what stands where a label is missing. */
export class LabelReader {
  readonly #missing: ReadonlySet<string>;

  constructor(missing: readonly string[]) {
    this.#missing = new Set(missing);
  }

  /** A value of a JSON document: null for null, NaN, objects, lists and texts that mean "missing". */
  readValue(value: unknown): LabelValue | null {
    switch (typeof value) {
      case 'number':
        return Number.isNaN(value) ? null : value;
      case 'string':
        return value === '' || this.#missing.has(value) ? null : value;
      case 'boolean':
        return value;
      default:
        return null;
    }
  }

  /** A CSV field: a number where it spells one, so that "1" and "1.0" are the number of a JSON label. */
  readField(field: string): LabelValue | null {
    if (field === '' || this.#missing.has(field) || isNaNText(field)) return null;
    const number = parseNumber(field);
    return Number.isNaN(number) ? field : number;
  }
}
