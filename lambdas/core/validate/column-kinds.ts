import { canonicalValue } from '../columns/canonical-value.ts';
import { CELL, type Column, type TableChunk } from '../columns/column.ts';
import { numberWithMarks } from '../profile/number-texts.ts';
import { numberTextsNote } from '../report/number-texts-note.ts';
import { listNames } from '../text/name-list.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import type { Redactor } from '../text/redactor.ts';
import type { Found } from './found.ts';

/** Distinct texts that are kept of a column. */
const MOST_TEXTS = 500;
const MOST_FILES = 3;
const LONGEST_EXAMPLE = 40;
/** A column of the training data with at least this share of numbers is one of numbers. */
const NUMERIC_SHARE = 0.99;

interface Kinds {
  numbers: number;
  textRows: number;
  /** Booleans of JSON and Parquet, which CSV has as texts. */
  true: number;
  false: number;
  /** Rows by text, of the first texts. */
  readonly texts: Map<string, number>;
  /** The files with texts. */
  readonly files: Set<string>;
}

/** The values of a column that are no numbers, in their canonical spelling. */
export interface Categories {
  /** Rows by value. */
  readonly counts: ReadonlyMap<string, number>;
  /** Rows with a number. */
  readonly numbers: number;
  /** Rows with a value. */
  readonly rows: number;
}

interface KindRules {
  /** The columns that count. @default - all */
  readonly only?: ReadonlySet<string>;
  /** Whether a column has to have numbers. */
  readonly isNumber: (name: string) => boolean;
  /** How messages name a column. */
  readonly nameOf?: (name: string) => string;
}

/** Counts numbers and texts of columns, to find numbers that are read as text. */
export class ColumnKinds {
  readonly #columns = new Map<string, Kinds>();
  #rows = 0;
  /** Whether these are all rows of the data. */
  isWhole = false;

  get names(): string[] {
    return [...this.#columns.keys()];
  }

  /** @param file The file of these rows; null: they may be of several. */
  add({ columns, rows }: TableChunk, file: string | null): void {
    this.#rows += rows;
    for (const [name, column] of columns) {
      const kinds = this.#columns.get(name) ?? {
        numbers: 0,
        textRows: 0,
        true: 0,
        false: 0,
        texts: new Map(),
        files: new Set(),
      };
      this.#columns.set(name, kinds);
      count(column, rows, kinds);
      if (file !== null && column.dictionary.length > 0 && kinds.files.size <= MOST_FILES) kinds.files.add(file);
    }
  }

  isNumeric(name: string): boolean {
    const { numbers = 0, textRows = 0 } = this.#columns.get(name) ?? {};
    return numbers > 0 && numbers >= NUMERIC_SHARE * (numbers + textRows);
  }

  /** The categories of a column. null: there is no such column, or it has more of them than are kept. */
  categories(name: string): Categories | null {
    const kinds = this.#columns.get(name);
    if (kinds === undefined || kinds.texts.size >= MOST_TEXTS) return null;
    const counts = new Map<string, number>();
    const all = [...kinds.texts, ['true', kinds.true] as const, ['false', kinds.false] as const];
    for (const [text, rows] of all) {
      const category = canonicalValue(text);
      if (rows > 0) counts.set(category, (counts.get(category) ?? 0) + rows);
    }
    const { numbers, textRows } = kinds;
    return { counts, numbers, rows: numbers + textRows + kinds.true + kinds.false };
  }

  /**
   * Reports columns of texts that look like numbers with undeclared marks, such as `1,5`, and texts in columns of numbers.
   *
   * @param section Such as `capture`.
   */
  say(section: string, { only, isNumber, nameOf = quoted }: KindRules, found: Found, redactor: Redactor): void {
    const columns = [...this.#columns].filter(([name]) => only === undefined || only.has(name));
    const marked = columns.flatMap(([name, { texts, numbers }]) => {
      const counts = [...texts, ['0', numbers] as const];
      const rows = counts.reduce((sum, [, count]) => sum + count, 0);
      const example = numberWithMarks({ counts, rows, share: 1 });
      return example === null ? [] : [{ name, example: redactor.text(example) }];
    });
    const note = numberTextsNote(marked, `${section}.decimal and ${section}.thousands in the monitor file say`);
    if (note !== '') found.warnings.push(`${section}: ${note}`);
    const known = new Set(marked.map(({ name }) => name));
    // Columns with the same text in as many rows, such as `k.A.` in the same rows of a table, have one cause.
    const byText = new Map<string, string[]>();
    for (const [name, kinds] of columns) {
      if (kinds.textRows === 0 || known.has(name) || !isNumber(name)) continue;
      const text = this.#describe(kinds, redactor);
      byText.set(text, [...(byText.get(text) ?? []), nameOf(name)]);
    }
    for (const [text, names] of byText) {
      const which =
        names.length === 1 ? names[0] : `${listNames(names)}: each of these ${countOf(names.length, 'column')}`;
      found.warnings.push(`${section}: ${which} ${text}`);
    }
  }

  #describe({ texts, textRows, files }: Kinds, redactor: Redactor): string {
    const [first = ''] = texts.keys();
    const example = redactor.shows ? ` such as "${redactor.quote(first, LONGEST_EXAMPLE)}"` : '';
    const places = [...files].map((file) => redactor.uri(file));
    const where = places.length === 0 ? '' : `, in ${listPlaces(places)}`;
    return `has to be a number, and is a text${example} in ${formatCount(textRows)} of ${countOf(this.#rows, 'row')}${where}`;
  }
}

function count(column: Column, rows: number, kinds: Kinds): void {
  for (let row = 0; row < rows; row++) {
    const code = column.code(row);
    if (code === CELL.number) kinds.numbers++;
    else if (code === CELL.true) kinds.true++;
    else if (code === CELL.false) kinds.false++;
    if (code < 0) continue;
    kinds.textRows++;
    const text = column.dictionary[code];
    const before = kinds.texts.get(text);
    if (before !== undefined || kinds.texts.size < MOST_TEXTS) kinds.texts.set(text, (before ?? 0) + 1);
  }
}

function listPlaces(places: readonly string[]): string {
  const shown = places.slice(0, MOST_FILES).join(', ');
  return places.length > MOST_FILES ? `${shown} and others` : shown;
}
