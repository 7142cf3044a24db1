import { parseBoolean } from '../columns/canonical-value.ts';
import { CELL, type Column, type TimeForm } from '../columns/column.ts';
import { parseNumber } from '../columns/number-text.ts';
import type { CategoryAccumulator } from './category-accumulator.ts';
import { CellTally } from './cell-tally.ts';
import { categoriesFor } from './column-categories.ts';
import { ProfileMergeError } from './errors.ts';
import { FormedNumbers } from './formed-numbers.ts';
import { BLOCK_ROWS, type Buffers, clearBuffers, dropNaN, gatherCells, gatherNumbers, gatherTexts } from './gather.ts';
import { isBit, isBitNumber } from './infer-type.ts';
import { inferredProfile } from './inferred-column.ts';
import type { ProfileLimits } from './limits.ts';
import { NumberAccumulator } from './number-accumulator.ts';
import { NumberTable } from './number-table.ts';
import { type ColumnSchema, wantedForm } from './schema.ts';
import { isOne } from './settle-form.ts';
import { numbersOfTexts } from './text-numbers.ts';
import { readPlainNumber } from './time-text.ts';
import type { ColumnProfile } from './types.ts';

/** Builds the profile of one column, chunk by chunk. */
export class ColumnProfiler {
  readonly name: string;
  readonly #schema: ColumnSchema | null;
  readonly #cells = new CellTally();
  /** The numbers of a column; null in a category column. */
  readonly #numbers: NumberAccumulator | null;
  /** All values of a category column. Of other columns the texts and booleans. */
  readonly #categories: CategoryAccumulator;
  /** The chunk's numbers of a category column. They become texts when the chunk ends. */
  #table: NumberTable | null = null;
  /** The times and durations of a column whose type is inferred. */
  readonly #formed: FormedNumbers | null;

  constructor(name: string, schema: ColumnSchema | null, limits: ProfileLimits) {
    this.name = name;
    this.#schema = schema;
    this.#formed = schema === null ? new FormedNumbers(limits) : null;
    const support = schema?.type === 'number' ? schema.support : null;
    this.#numbers = schema?.type === 'category' ? null : new NumberAccumulator(support, limits);
    this.#categories = categoriesFor(schema, limits);
  }

  add(column: Column, buffers: Buffers): void {
    clearBuffers(buffers, column.dictionary.length);
    const byCode = numbersOfTexts(column.dictionary, this.#schema);
    for (let start = 0; start < column.length; start += BLOCK_ROWS) {
      const end = Math.min(column.length, start + BLOCK_ROWS);
      const length =
        column.codes === null
          ? gatherNumbers(column.numbers!, start, end, buffers.numbers)
          : gatherCells(column.codes, column.numbers, start, end, buffers);
      if (length > 0) this.#addGiven(buffers.numbers, length, column.form);
      if (byCode === null) continue;
      const spelled = gatherTexts(column.codes!, byCode, start, end, buffers.numbers);
      if (spelled > 0) this.#addNumbers(buffers.numbers, spelled);
    }
    this.#foldDictionary(column.dictionary, buffers.codes, byCode);
    this.#foldNumbers();
    this.#addBoolean(true, buffers.kinds[-CELL.true]);
    this.#addBoolean(false, buffers.kinds[-CELL.false]);
    this.#cells.nan += buffers.kinds[-CELL.nan];
    this.#cells.nested += buffers.kinds[-CELL.nested];
    this.#formed?.add(column, buffers.numbers);
  }

  /** Adds numbers as the file stores them. In a column of times or durations they are converted, or count as texts. */
  #addGiven(values: Float64Array, length: number, form: TimeForm | null): void {
    const wanted = wantedForm(this.#schema);
    if (wanted === null || wanted === form) {
      this.#addNumbers(values, length);
      return;
    }
    let known = 0;
    for (let i = 0; i < length; i++) {
      const value = values[i];
      if (Number.isNaN(value)) this.#cells.nan++;
      else {
        const read = form === null ? readPlainNumber(wanted, value) : Number.NaN;
        if (Number.isNaN(read)) this.#addText(String(value), 1);
        else values[known++] = read;
      }
    }
    if (known > 0) this.#addNumbers(values, known);
  }

  #addNumbers(values: Float64Array, length: number): void {
    let infinite = 0;
    // Infinity minus itself is NaN, and so is a NaN that carries the code of a number.
    for (let i = 0; i < length; i++) if (values[i] - values[i] !== 0) infinite++;
    let numbers = length;
    if (infinite > 0) {
      numbers = dropNaN(values, length);
      infinite -= length - numbers;
      this.#cells.nan += length - numbers;
    }
    this.#cells.finite += numbers - infinite;
    this.#cells.infinite += infinite;
    if (this.#numbers !== null) this.#numbers.addAll(values, numbers, infinite);
    else {
      this.#table ??= new NumberTable();
      this.#table.addAll(values, 0, numbers, Number.POSITIVE_INFINITY);
    }
  }

  /** Adds each distinct text of the chunk once, with its rows. Texts that stand for numbers were added as numbers. */
  #foldDictionary(dictionary: readonly string[], rowsByCode: Uint32Array, byCode: Float64Array | null): void {
    for (let code = 0; code < dictionary.length; code++) {
      if (rowsByCode[code] === 0 || (byCode !== null && !Number.isNaN(byCode[code]))) continue;
      const text = dictionary[code];
      const boolean = parseBoolean(text) ?? (this.#schema?.form === 'boolean' && isBit(text) ? isOne(text) : null);
      if (boolean !== null) this.#addBoolean(boolean, rowsByCode[code]);
      else this.#addText(text, rowsByCode[code]);
    }
  }

  #addText(text: string, rows: number): void {
    const number = parseNumber(text);
    if (Number.isNaN(number)) this.#cells.texts += rows;
    else this.#cells.addSpelledNumber(number, rows, this.#schema?.type ?? null);
    this.#categories.add(Number.isNaN(number) ? text : String(number), rows);
  }

  #addBoolean(value: boolean, rows: number): void {
    if (rows === 0) return;
    if (this.#schema?.type === 'number' && this.#schema.bits === true) {
      this.#cells.finite += rows;
      this.#numbers!.absorb({ kind: 'exact', values: [Number(value)], counts: [rows] }, null);
      return;
    }
    this.#cells.booleans += rows;
    const isCategoryOfBits = this.#schema?.type === 'category' && this.#schema.bits === true;
    this.#categories.add(isCategoryOfBits ? String(Number(value)) : String(value), rows);
  }

  /** Adds the chunk's numbers in a category column as categories. */
  #foldNumbers(): void {
    if (this.#table === null || this.#table.size === 0) return;
    const { values, counts } = this.#table.sorted();
    this.#table.clear();
    if (this.#schema?.form === 'boolean') {
      for (let i = 0; i < values.length; i++) {
        if (!isBitNumber(values[i])) continue;
        this.#cells.finite -= counts[i];
        this.#addBoolean(values[i] === 1, counts[i]);
        counts[i] = 0;
      }
    }
    for (let i = 0; i < values.length; i++) if (counts[i] > 0) this.#categories.add(String(values[i]), counts[i]);
  }

  /** Adds a finished part of the same column. Throws {@link ProfileMergeError} when it was counted on another support. */
  absorb(part: ColumnProfile): void {
    const ours = this.#schema === null ? 'to be inferred' : `given as ${this.#schema.type}`;
    const theirs = part.inferred ? 'to be inferred' : `given as ${part.type}`;
    if (ours !== theirs) throw new ProfileMergeError(this.name, `its type is ${ours} here and ${theirs} in the part`);
    this.#cells.absorb(part);
    if (this.#numbers === null) {
      if (part.categories !== null) this.#categories.absorb(part.categories);
      return;
    }
    if (part.formed !== undefined) this.#formed?.absorb(part.formed);
    if (part.texts !== undefined) this.#categories.absorb(part.texts);
    if (part.numbers !== null && !this.#numbers.absorb(part.numbers, part.moments)) {
      throw new ProfileMergeError(this.name, `its numbers are kept as another ${part.numbers.kind} in the part`);
    }
  }

  /**
   * The column's profile over `rows` rows. Rows in which the column did not occur are missing.
   *
   * @param nanIsMissing Whether a not-a-number counts as a missing value.
   * @param isPart Whether it is a part, to be absorbed.
   */
  finish(rows: number, nanIsMissing: boolean, isPart: boolean): ColumnProfile {
    const cells = this.#cells.finish(rows, nanIsMissing);
    const categories = this.#categories.finish();
    const given = this.#schema?.form === undefined ? {} : { form: this.#schema.form };
    if (this.#numbers === null) {
      return { name: this.name, type: 'category', ...given, cells, moments: null, numbers: null, categories };
    }
    const { numbers, moments } = this.#numbers.finish(isPart);
    const texts = categories.counts.length > 0 ? categories : null;
    if (this.#schema !== null) {
      const type = this.#schema.type;
      return { name: this.name, type, ...given, cells, moments, numbers, categories: null, ...(texts && { texts }) };
    }
    return inferredProfile({
      name: this.name,
      cells,
      distinctNumbers: this.#numbers.distinct,
      texts,
      numbers,
      moments,
      formed: this.#formed!.finish(),
      spelled: this.#cells.spelled,
    });
  }
}
