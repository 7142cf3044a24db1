import { CELL, type Column } from '../columns/column.ts';
import { CategoryAccumulator } from './category-accumulator.ts';
import { ProfileMergeError } from './errors.ts';
import { categorize, inferType } from './infer-type.ts';
import type { ProfileLimits } from './limits.ts';
import { MomentsAccumulator, momentsOfCounts } from './moments.ts';
import { NumberAccumulator } from './number-accumulator.ts';
import { NumberTable } from './number-table.ts';
import type { ColumnSchema } from './schema.ts';
import type { CellCounts, ColumnProfile } from './types.ts';

/** Cells handled in one go: their numbers fit the processor's first cache. */
export const BLOCK_ROWS = 2048;

/** Texts of a number column kept as examples of what is wrong with it. */
const EXAMPLE_TEXTS = 8;

/** Buffers that all columns of a profiler share. */
export interface Buffers {
  /** {@link BLOCK_ROWS} long. */
  readonly numbers: Float64Array;
  /** Rows by kind of cell: at the negated code of {@link CELL}. */
  readonly kinds: Float64Array;
  /** Rows by code of the chunk's dictionary; grows. */
  codes: Uint32Array;
}

/** Profiles one column, chunk by chunk. */
export class ColumnProfiler {
  readonly name: string;
  readonly #schema: ColumnSchema | null;
  #finite = 0;
  #infinite = 0;
  #nan = 0;
  #texts = 0;
  #booleans = 0;
  #nested = 0;
  /** The numbers of a number column, or of one whose type is to be inferred. */
  readonly #numbers: NumberAccumulator | null;
  /** Everything in a category column; texts and booleans in the others. */
  readonly #categories: CategoryAccumulator;
  /** The numbers of a category column: their moments, and the chunk's ones before they become texts. */
  readonly #moments = new MomentsAccumulator();
  #table: NumberTable | null = null;

  constructor(name: string, schema: ColumnSchema | null, limits: ProfileLimits) {
    this.name = name;
    this.#schema = schema;
    const support = schema?.type === 'number' ? schema.support : null;
    this.#numbers = schema?.type === 'category' ? null : new NumberAccumulator(support, limits);
    this.#categories =
      schema?.type === 'category'
        ? new CategoryAccumulator(limits.categories, schema.known)
        : schema === null
          ? new CategoryAccumulator(limits.categories)
          : new CategoryAccumulator(EXAMPLE_TEXTS, new Map(), { wantsRest: false });
  }

  add(column: Column, buffers: Buffers): void {
    const texts = column.dictionary.length;
    if (buffers.codes.length < texts) buffers.codes = new Uint32Array(Math.max(texts, 2 * buffers.codes.length));
    else buffers.codes.fill(0, 0, texts);
    buffers.kinds.fill(0);
    for (let start = 0; start < column.length; start += BLOCK_ROWS) {
      const end = Math.min(column.length, start + BLOCK_ROWS);
      const length =
        column.codes === null
          ? gatherNumbers(column.numbers!, start, end, buffers.numbers)
          : gatherCells(column.codes, column.numbers, start, end, buffers);
      if (length > 0) this.#addNumbers(buffers.numbers, length);
    }
    this.#foldDictionary(column.dictionary, buffers.codes);
    this.#foldNumbers();
    this.#foldBooleans(buffers.kinds);
    this.#nan += buffers.kinds[-CELL.nan];
    this.#nested += buffers.kinds[-CELL.nested];
  }

  #addNumbers(values: Float64Array, length: number): void {
    let infinite = 0;
    // Infinity minus itself is not a number, and so is a NaN that came with the code of a number.
    for (let i = 0; i < length; i++) if (values[i] - values[i] !== 0) infinite++;
    let numbers = length;
    if (infinite > 0) {
      numbers = dropNaN(values, length);
      infinite -= length - numbers;
      this.#nan += length - numbers;
    }
    this.#finite += numbers - infinite;
    this.#infinite += infinite;
    if (this.#numbers !== null) this.#numbers.addAll(values, numbers, infinite);
    else {
      this.#table ??= new NumberTable();
      this.#table.addAll(values, 0, numbers, Number.POSITIVE_INFINITY);
    }
  }

  /** Adds the chunk's texts once each. */
  #foldDictionary(dictionary: readonly string[], byCode: Uint32Array): void {
    for (let code = 0; code < dictionary.length; code++) {
      if (byCode[code] === 0) continue;
      this.#texts += byCode[code];
      this.#categories.add(dictionary[code], byCode[code]);
    }
  }

  /** Turns a category column's numbers of the chunk into categories. */
  #foldNumbers(): void {
    if (this.#table === null || this.#table.size === 0) return;
    const { values, counts } = this.#table.sorted();
    this.#table.clear();
    this.#moments.merge(momentsOfCounts(values, counts));
    for (let i = 0; i < values.length; i++) this.#categories.add(String(values[i]), counts[i]);
  }

  #foldBooleans(kinds: Float64Array): void {
    for (const value of [true, false]) {
      const rows = kinds[-(value ? CELL.true : CELL.false)];
      this.#booleans += rows;
      if (rows > 0) this.#categories.add(String(value), rows);
    }
  }

  /** Adds a finished part of the same column. Throws {@link ProfileMergeError} when it was counted on another support. */
  absorb(part: ColumnProfile): void {
    const ours = this.#schema === null ? 'to be inferred' : `given as ${this.#schema.type}`;
    const theirs = part.inferred ? 'to be inferred' : `given as ${part.type}`;
    if (ours !== theirs) throw new ProfileMergeError(this.name, `its type is ${ours} here and ${theirs} in the part`);
    this.#finite += part.cells.number;
    this.#infinite += part.cells.infinite;
    this.#nan += part.cells.nan;
    this.#texts += part.cells.text;
    this.#booleans += part.cells.boolean;
    this.#nested += part.cells.nested;
    if (this.#numbers === null) {
      this.#moments.merge(part.moments);
      if (part.categories !== null) this.#categories.absorb(part.categories);
      return;
    }
    if (part.texts !== undefined) this.#categories.absorb(part.texts);
    if (part.numbers !== null && !this.#numbers.absorb(part.numbers, part.moments)) {
      throw new ProfileMergeError(this.name, `its numbers are kept as another ${part.numbers.kind} in the part`);
    }
  }

  /** The profile over `rows` rows: those in which the column did not occur are missing. */
  finish(rows: number): ColumnProfile {
    const present = this.#finite + this.#infinite + this.#nan + this.#texts + this.#booleans + this.#nested;
    const cells: CellCounts = {
      missing: rows - present,
      number: this.#finite,
      nan: this.#nan,
      infinite: this.#infinite,
      text: this.#texts,
      boolean: this.#booleans,
      nested: this.#nested,
    };
    const categories = this.#categories.finish();
    if (this.#numbers === null) {
      const moments = this.#moments.finish();
      return { name: this.name, type: 'category', cells, moments, numbers: null, categories };
    }
    const { numbers, moments } = this.#numbers.finish();
    const type = this.#schema?.type ?? inferType(cells, this.#numbers.distinct);
    const texts = categories.counts.length > 0 ? categories : null;
    return {
      name: this.name,
      type,
      cells,
      moments,
      numbers,
      categories: type === 'category' ? categorize(texts, numbers, cells) : null,
      ...(texts === null ? {} : { texts }),
      ...(this.#schema === null ? { inferred: true } : {}),
    };
  }
}

/** Collects the numbers of rows [start, end); NaN stands for missing. Returns how many there are. */
function gatherNumbers(numbers: Float64Array, start: number, end: number, values: Float64Array): number {
  let length = 0;
  for (let row = start; row < end; row++) {
    const value = numbers[row] + 0;
    values[length] = value;
    length += Number.isNaN(value) ? 0 : 1;
  }
  return length;
}

/** Moves the numbers to the front and returns how many there are. */
function dropNaN(values: Float64Array, length: number): number {
  let end = 0;
  for (let i = 0; i < length; i++) if (!Number.isNaN(values[i])) values[end++] = values[i];
  return end;
}

/** Counts the kinds of rows [start, end), collects their numbers and returns how many there are. */
function gatherCells(
  codes: Int32Array,
  numbers: Float64Array | null,
  start: number,
  end: number,
  buffers: Buffers,
): number {
  const kinds = buffers.kinds;
  const byCode = buffers.codes;
  const values = buffers.numbers;
  let length = 0;
  for (let row = start; row < end; row++) {
    const code = codes[row];
    if (code >= 0) byCode[code]++;
    else if (code === CELL.number) values[length++] = numbers![row] + 0;
    else kinds[-code]++;
  }
  return length;
}
