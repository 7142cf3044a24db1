import { isNaNText, parseNumber } from '../columns/number-text.ts';
import type { CsvText } from './csv-text.ts';
import type { PayloadSide } from './layouts/layout.ts';
import { missingName, requireNames } from './layouts/names.ts';

/** A row with fewer names of features may be data in which a value happens to equal a name. */
const FEWEST_NAMES = 2;

/**
 * Decides whether the first row of a CSV request names the columns. `capture.header` declares it. Without that setting,
 * the row is a header if it has the names of all listed features, in any order, perhaps among others.
 */
export class CsvHeader {
  readonly #side: PayloadSide;
  readonly #declared: boolean | undefined;
  readonly #names: readonly string[];
  readonly #similar: ReadonlySet<string>;

  /** @param declared Whether there is a header. undefined: the first row decides. */
  constructor(side: PayloadSide, declared: boolean | undefined) {
    this.#side = side;
    this.#declared = declared;
    this.#names = (side.names ?? []).map(({ name }) => name);
    this.#similar = new Set(this.#names.map(simplifyName));
  }

  /**
   * The names in the first row, or null if it is data. Throws RejectedRecordError if a header lacks a listed name or
   * has it twice.
   */
  read(csv: CsvText): readonly string[] | null {
    if (this.#declared === false || csv.rows === 0) return null;
    if (this.#declared === true) {
      const names = readRow(csv);
      requireNames(names, this.#side);
      return names;
    }
    if (this.#names.length === 0 || isNumber(csv, 0)) return null;
    const missing = this.#names.find((name) => !hasField(csv, name));
    if (missing === undefined) {
      const names = readRow(csv);
      requireNames(names, this.#side);
      return names;
    }
    if (this.#isAlike(csv)) throw missingName(missing, readRow(csv), this.#side.what);
    return null;
  }

  /** Whether the first row may name the columns and has every listed name. */
  isComplete(csv: CsvText): boolean {
    return this.#declared !== false && this.#names.every((name) => hasField(csv, name));
  }

  /** Whether the row looks like a header that lacks a name: it has no number, and names of features. */
  #isAlike(csv: CsvText): boolean {
    const width = csv.width(0);
    let alike = 0;
    for (let i = 0; i < width; i++) {
      if (isNumber(csv, i)) return false;
      if (this.#similar.has(simplifyName(csv.field(i)))) alike++;
    }
    return alike >= FEWEST_NAMES && alike * 2 >= this.#names.length;
  }
}

/** Whether no field of the row is a number or empty, as in a header. */
export function isAllText(csv: CsvText, row: number): boolean {
  const first = csv.firstField(row);
  for (let i = 0; i < csv.width(row); i++) {
    if (csv.start(first + i) === csv.end(first + i) || isNumber(csv, first + i)) return false;
  }
  return true;
}

export function readRow(csv: CsvText): string[] {
  return Array.from({ length: csv.width(0) }, (_, i) => csv.field(i));
}

/** Whether the first row has a field with this name. */
export function hasField(csv: CsvText, name: string): boolean {
  const width = csv.width(0);
  for (let i = 0; i < width; i++) {
    const start = csv.start(i);
    if (
      csv.escaped(i) ? csv.field(i) === name : csv.end(i) - start === name.length && csv.text.startsWith(name, start)
    ) {
      return true;
    }
  }
  return false;
}

function isNumber(csv: CsvText, field: number): boolean {
  const start = csv.start(field);
  const end = csv.end(field);
  return !Number.isNaN(parseNumber(csv.text, start, end)) || isNaNText(csv.text, start, end);
}

/** A name without spaces around it, in lower case. */
export function simplifyName(name: string): string {
  return name.trim().toLowerCase();
}
