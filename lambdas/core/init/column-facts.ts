import { parseTime, readTime, readTimeNumber } from '../capture/times.ts';
import { canonicalValue } from '../columns/canonical-value.ts';
import { CELL, type CellValue, type TableChunk } from '../columns/column.ts';

/** Values kept of each column, to look at rows as a whole. */
const HEAD = 200;
/** Integers with more distinct values than this are numbers, not classes. */
const MOST_CLASSES = 20;

/** What the sampled values of a column are. */
export class ColumnFacts {
  /** Rows with a value. */
  filled = 0;
  numbers = 0;
  integers = 0;
  texts = 0;
  /** Rows with a list or an object, which count as missing otherwise. */
  nested = 0;
  /** Texts that are dates or times, and numbers that the file declares as such. */
  #timeTexts = 0;
  #timeNumbers = 0;
  /** How often a value follows a missing one, or the other way round. */
  switches = 0;
  /** Runs of rows with the same value; missing values count as the value before. */
  runs = 0;
  #last: string | null = null;
  #wasMissing: boolean | null = null;
  /** Of the finite numbers. */
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  /** Rows by value, in its canonical spelling. */
  readonly values = new Map<string, number>();
  /** The first values; null for a missing one. */
  readonly head: CellValue[] = [];

  add(value: CellValue, isTime = false): void {
    if (this.head.length < HEAD) this.head.push(value);
    const isAbsent = isMissing(value);
    if (this.#wasMissing !== null && this.#wasMissing !== isAbsent) this.switches++;
    this.#wasMissing = isAbsent;
    if (isAbsent) return;
    this.filled++;
    const text = canonicalValue(String(value));
    this.values.set(text, (this.values.get(text) ?? 0) + 1);
    if (text !== this.#last) this.runs++;
    this.#last = text;
    if (typeof value === 'number') this.#addNumber(value, isTime);
    else if (typeof value === 'string') {
      this.texts++;
      if (!Number.isNaN(parseTime(value))) this.#timeTexts++;
    }
  }

  #addNumber(value: number, isTime: boolean): void {
    this.numbers++;
    if (isTime) this.#timeNumbers++;
    if (Number.isInteger(value)) this.integers++;
    if (!Number.isFinite(value)) return;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  /** Whether only the rows of one part have values, as held-out rows do, or none of those read. @param rows All rows read. */
  isOfPart(rows: number): boolean {
    return this.filled === 0 || (this.filled < rows && this.switches === 1);
  }

  get isNumeric(): boolean {
    return this.filled > 0 && this.numbers === this.filled && this.#timeNumbers === 0;
  }

  /** Whether all values are dates or times, in a form that says so. */
  get isTime(): boolean {
    return this.filled > 0 && this.#timeTexts + this.#timeNumbers === this.filled;
  }

  /** Whether some of the first times are not at midnight. */
  get hasTimeOfDay(): boolean {
    return this.head.some((value) => {
      const time = readTime(value);
      return !Number.isNaN(time) && time % DAY !== 0;
    });
  }

  /** Whether all values are numbers of a plausible time since the epoch, or texts that are times. @param now Milliseconds since the epoch. */
  isEpoch(now: number): boolean {
    if (this.numbers === 0 || this.numbers + this.#timeTexts < this.filled) return false;
    const [first, last] = [readTimeNumber(this.min), readTimeNumber(this.max)];
    return first >= EARLIEST && last <= now + YEAR;
  }

  /** Whether the values are probabilities: numbers from 0 to 1, and not only these two. */
  get isShare(): boolean {
    return this.isNumeric && this.min >= 0 && this.max <= 1 && this.integers < this.filled;
  }

  /** Whether the values only count the rows, from 0 or 1 on, as the index of a table does. */
  get isCount(): boolean {
    return (
      this.filled > 0 &&
      this.integers === this.filled &&
      (this.min === 0 || this.min === 1) &&
      this.max - this.min === this.filled - 1 &&
      this.values.size === this.filled
    );
  }

  /** Whether the values can be classes: texts, booleans or few integers. */
  get isClass(): boolean {
    if (this.filled === 0 || this.isTime || this.values.size > Math.max(2, this.filled / 2)) return false;
    return this.isNumeric ? this.integers === this.filled && this.values.size <= MOST_CLASSES : this.numbers === 0;
  }

  /** The distinct values, the most frequent first. */
  get classes(): string[] {
    return [...this.values].sort(([, a], [, b]) => b - a).map(([value]) => value);
  }
}

function isMissing(value: CellValue): boolean {
  return value === null || (typeof value === 'number' && Number.isNaN(value));
}

const EARLIEST = Date.UTC(1990, 0);
const DAY = 86_400_000;
const YEAR = 366 * DAY;

/** The sampled columns of a table, in their order. */
export class TableFacts {
  rows = 0;
  readonly columns = new Map<string, ColumnFacts>();
  /** The columns that only later rows fill. null: there were no later rows yet. */
  #late: Set<string> | null = null;

  add({ rows, columns }: TableChunk): void {
    for (const [name, column] of columns) {
      const facts = this.#factsOf(name);
      const isTime = column.form === 'time';
      for (let row = 0; row < rows; row++) {
        facts.add(column.at(row), isTime);
        if (column.code(row) === CELL.nested) facts.nested++;
      }
    }
    for (const [name, facts] of this.columns) if (!columns.has(name)) facts.add(null);
    this.rows += rows;
  }

  /**
   * Adds later rows to those columns only that had no value before, or did not occur, such as predictions of held-out rows at the
   * end. They get at most half as many values as there are rows, so that they stay columns that a part of the rows has.
   */
  addLate({ rows, columns }: TableChunk): void {
    this.#late ??= new Set([...this.columns].filter(([, { filled }]) => filled === 0).map(([name]) => name));
    for (const [name, column] of columns) {
      if (!this.columns.has(name)) this.#late.add(name);
      if (!this.#late.has(name)) continue;
      const facts = this.#factsOf(name);
      const isTime = column.form === 'time';
      for (let row = 0; row < rows && facts.filled < this.rows / 2; row++) facts.add(column.at(row), isTime);
    }
  }

  #factsOf(name: string): ColumnFacts {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    const facts = new ColumnFacts();
    // Rows of JSON without a key have no value of its column, however many there are.
    if (this.rows > 0) facts.add(null);
    this.columns.set(name, facts);
    return facts;
  }

  /** The same table with other names for some columns. @param names The new names, by the own ones. */
  renamed(names: ReadonlyMap<string, string>): TableFacts {
    const table = new TableFacts();
    table.rows = this.rows;
    for (const [name, facts] of this.columns) table.columns.set(names.get(name) ?? name, facts);
    return table;
  }

  /** Whether every row has another value in this column. */
  isUnique(name: string): boolean {
    const facts = this.columns.get(name);
    return facts !== undefined && this.rows > 1 && facts.values.size === this.rows;
  }
}
