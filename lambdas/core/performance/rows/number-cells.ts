import { CELL, Column } from '../../columns/column.ts';
import { GrowableCodes, GrowableNumbers } from '../../columns/growable.ts';

/** The most distinct texts that are kept: a column of numbers that holds more is broken in the same way all along. */
const KEPT_TEXTS = 8;

/** What {@link NumberCells} holds, to be stored. */
export interface StoredNumbers {
  readonly numbers: Float64Array;
  /** A code of CELL for each cell, or an index into `texts`. null: a number, or missing where it is NaN. */
  readonly codes: Int32Array | null;
  readonly texts: readonly string[];
}

/**
 * A column of numbers gathered chunk by chunk: 8 bytes a cell, and 4 more from the first cell on that holds something
 * else, so that messages can quote it.
 */
export class NumberCells {
  readonly #numbers: GrowableNumbers;
  #codes: GrowableCodes | null;
  readonly #texts: Map<string, number>;

  /** @param given Cells that were stored: not copied. @default none */
  constructor(given?: StoredNumbers) {
    this.#numbers = new GrowableNumbers(given?.numbers);
    this.#codes = given?.codes ? new GrowableCodes(given.codes) : null;
    this.#texts = new Map(given?.texts.map((text, code) => [text, code]));
  }

  /** What is stored of the cells so far. */
  get stored(): StoredNumbers {
    return { numbers: this.#numbers.view(), codes: this.#codes?.view() ?? null, texts: [...this.#texts.keys()] };
  }

  /** Adds the cells of one chunk; without a column they are missing. */
  append(column: Column | undefined, rows: number): void {
    const values = column?.numbers ?? null;
    for (let row = 0; row < rows; row++) {
      const code = column === undefined ? CELL.missing : column.code(row);
      if (this.#codes === null && code !== CELL.number && code !== CELL.missing) this.#codes = this.#codesSoFar();
      this.#codes?.push(code >= 0 ? this.#codeOf(column!.dictionary[code]) : code);
      this.#numbers.push(values === null ? Number.NaN : values[row]);
    }
  }

  /** The cells so far, without copying them: plain doubles, NaN for missing, where nothing else occurs. */
  toColumn(): Column | Float64Array {
    const numbers = this.#numbers.view();
    if (this.#codes === null) return numbers;
    return new Column(numbers.length, numbers, this.#codes.view(), [...this.#texts.keys()]);
  }

  #codesSoFar(): GrowableCodes {
    const codes = new GrowableCodes();
    for (const number of this.#numbers.view()) codes.push(Number.isNaN(number) ? CELL.missing : CELL.number);
    return codes;
  }

  #codeOf(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size === KEPT_TEXTS) return KEPT_TEXTS - 1;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }
}
