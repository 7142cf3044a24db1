import { isNaNText, parseNumber } from '../columns/number-text.ts';
import type { CsvText } from './csv-text.ts';
import type { PayloadSide } from './layouts/layout.ts';
import { missingName, requireNames } from './layouts/names.ts';

/** Fewer names than these may be values that happen to spell a feature. */
const FEWEST_NAMES = 2;

/**
 * Says whether the first row of CSV requests names the columns: as `capture.header` says, and where that is not given when
 * the row spells every listed feature, in any order, perhaps among other names.
 */
export class CsvHeader {
  readonly #side: PayloadSide;
  readonly #declared: boolean | undefined;
  readonly #names: readonly string[];
  readonly #similar: ReadonlySet<string>;

  /** @param declared Whether there is a header; undefined: the rows tell. */
  constructor(side: PayloadSide, declared: boolean | undefined) {
    this.#side = side;
    this.#declared = declared;
    this.#names = (side.names ?? []).map(({ name }) => name);
    this.#similar = new Set(this.#names.map(simplify));
  }

  /**
   * The names in the first row, null where it is data. Throws RejectedRecordError where a listed name is missing among them,
   * or comes twice.
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

  /** Whether the row is meant to name the columns, though it lacks one: no number in it, and names of features. */
  #isAlike(csv: CsvText): boolean {
    const width = csv.width(0);
    let alike = 0;
    for (let i = 0; i < width; i++) {
      if (isNumber(csv, i)) return false;
      if (this.#similar.has(simplify(csv.field(i)))) alike++;
    }
    return alike >= FEWEST_NAMES && alike * 2 >= this.#names.length;
  }
}

/** Whether no field of the row is a number, nor empty, as in a row of names. */
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

/** Whether a field of the first row is the name. */
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

function simplify(name: string): string {
  return name.trim().toLowerCase();
}
