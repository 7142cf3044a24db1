import { canonicalValue } from '../../columns/canonical-value.ts';
import { CELL, Column } from '../../columns/column.ts';

/** A column of an arquero table: an array, a typed array, or a {@link Column}. */
export interface ValueColumn {
  readonly length: number;
  at(row: number): unknown;
}

/** Code of a cell without a class: missing, NaN, an object or array. */
export const NO_CLASS = -1;

/**
 * Class texts and their codes, shared by all columns and chunks of an evaluation. Classes are canonical texts, see
 * {@link canonicalValue}: 1, 1.0 and "1" are "1", True, TRUE and true are "true".
 */
export class ClassDictionary {
  readonly #codes: Map<string, number>;
  readonly #texts: string[];

  /** @param texts The first classes, canonical and distinct. @default none */
  constructor(texts: readonly string[] = []) {
    this.#texts = [...texts];
    this.#codes = new Map(texts.map((text, code) => [text, code]));
  }

  /** The classes in order of code. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The code of the class that a text names; a new class gets a new code. */
  encode(text: string): number {
    return this.#encodeCanonical(canonicalValue(text));
  }

  #encodeCanonical(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  /** The code of every cell, or {@link NO_CLASS}. */
  encodeColumn(column: ValueColumn): Int32Array {
    const codes = new Int32Array(column.length);
    const encodeCell = column instanceof Column ? this.cellEncoder(column) : this.#valueEncoder(column);
    for (let row = 0; row < codes.length; row++) codes[row] = encodeCell(row);
    return codes;
  }

  /** A function from row to code for one chunk's column; each distinct text is looked up once. */
  cellEncoder(column: Column): (row: number) => number {
    const byDictionary = new Int32Array(column.dictionary.length).fill(NO_CLASS);
    const byNumber = new Map<number, number>();
    return (row) => {
      const code = column.code(row);
      if (code >= 0) {
        if (byDictionary[code] === NO_CLASS) byDictionary[code] = this.encode(column.dictionary[code]);
        return byDictionary[code];
      }
      if (code === CELL.true || code === CELL.false)
        return this.#encodeCanonical(code === CELL.true ? 'true' : 'false');
      return code === CELL.number ? this.#encodeOnce(byNumber, column.numbers![row]) : NO_CLASS;
    };
  }

  #valueEncoder(column: ValueColumn): (row: number) => number {
    const byValue = new Map<unknown, number>();
    return (row) => this.#encodeOnce(byValue, column.at(row));
  }

  #encodeOnce(seen: Map<unknown, number>, value: unknown): number {
    const known = seen.get(value);
    if (known !== undefined) return known;
    const text = classText(value);
    const code = text === null ? NO_CLASS : this.#encodeCanonical(text);
    seen.set(value, code);
    return code;
  }
}

/** The canonical text of a class, or null for a value that names none. */
export function classText(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return canonicalValue(value);
    case 'number':
      return Number.isNaN(value) ? null : String(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return null;
  }
}

/** The sort keys of classes: numbers come first, by value, then other texts by code units. */
export const CLASS_ORDER: readonly ((text: string) => string | number | boolean)[] = [
  (text) => asNumber(text) === null,
  (text) => asNumber(text) ?? 0,
  (text) => text,
];

/** Classes in reading order: see {@link CLASS_ORDER}. */
export function compareClasses(a: string, b: string): number {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== null && y !== null) return x - y;
  if (x !== null || y !== null) return x === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function asNumber(text: string): number | null {
  const number = Number(text);
  return String(number) === text && !Number.isNaN(number) ? number : null;
}
