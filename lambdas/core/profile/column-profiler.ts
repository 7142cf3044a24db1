import { canonicalValue, parseBoolean } from '../columns/canonical-value.ts';
import { CELL, type Column, type TimeForm } from '../columns/column.ts';
import { parseNumber } from '../columns/number-text.ts';
import { CategoryAccumulator } from './category-accumulator.ts';
import { ProfileMergeError } from './errors.ts';
import { FormedNumbers } from './formed-numbers.ts';
import { BLOCK_ROWS, type Buffers, gatherCells, gatherNumbers, gatherTexts } from './gather.ts';
import { categorize, inferColumn, isBit, isBitNumber } from './infer-type.ts';
import type { ProfileLimits } from './limits.ts';
import { NumberAccumulator } from './number-accumulator.ts';
import { NumberTable } from './number-table.ts';
import type { ColumnSchema } from './schema.ts';
import { bitAsBoolean } from './settle-form.ts';
import { readPlainNumber, readTimeText } from './time-text.ts';
import type { CellCounts, ColumnProfile } from './types.ts';

/** Texts of a number column kept as examples of what is wrong with it. */
const EXAMPLE_TEXTS = 8;

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
  /** Of the texts of a column whose type is to be inferred: those that spell a number. */
  readonly #spelled = { number: 0, infinite: 0 };
  /** The numbers of a number column, or of one whose type is to be inferred. */
  readonly #numbers: NumberAccumulator | null;
  /** Everything in a category column; texts and booleans in the others. */
  readonly #categories: CategoryAccumulator;
  /** The chunk's numbers of a category column, before they become texts. */
  #table: NumberTable | null = null;
  /** What stands for a time or a duration in a column whose type is to be inferred. */
  readonly #formed: FormedNumbers | null;

  constructor(name: string, schema: ColumnSchema | null, limits: ProfileLimits) {
    this.name = name;
    this.#schema = schema;
    this.#formed = schema === null ? new FormedNumbers(limits) : null;
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
    this.#nan += buffers.kinds[-CELL.nan];
    this.#nested += buffers.kinds[-CELL.nested];
    this.#formed?.add(column, buffers.numbers);
  }

  /** Adds numbers as a file has them. In a column of times or durations their unit counts. */
  #addGiven(values: Float64Array, length: number, form: TimeForm | null): void {
    const wanted = this.#schema?.type === 'number' ? (this.#schema.form ?? null) : null;
    if (wanted === null || wanted === form) {
      this.#addNumbers(values, length);
      return;
    }
    let known = 0;
    for (let i = 0; i < length; i++) {
      const value = values[i];
      if (Number.isNaN(value)) this.#nan++;
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

  /** Adds the chunk's texts once each, without those that stand for numbers. */
  #foldDictionary(dictionary: readonly string[], rowsByCode: Uint32Array, byCode: Float64Array | null): void {
    for (let code = 0; code < dictionary.length; code++) {
      if (rowsByCode[code] === 0 || (byCode !== null && !Number.isNaN(byCode[code]))) continue;
      const text = dictionary[code];
      const boolean = parseBoolean(text);
      if (boolean !== null) this.#addBoolean(boolean, rowsByCode[code]);
      else if (this.#schema?.form === 'boolean' && isBit(text)) {
        this.#addBoolean(bitAsBoolean(text) === 'true', rowsByCode[code]);
      } else this.#addText(text, rowsByCode[code]);
    }
  }

  /** In a category column a text that spells a number is one: `1` in CSV is "1" in JSON. */
  #addText(text: string, rows: number): void {
    const number = parseNumber(text);
    if (Number.isNaN(number)) {
      this.#texts += rows;
      this.#categories.add(text, rows);
      return;
    }
    const isInfinite = !Number.isFinite(number);
    if (this.#schema === null) this.#spelled[isInfinite ? 'infinite' : 'number'] += rows;
    if (this.#schema?.type !== 'category') this.#texts += rows;
    else if (isInfinite) this.#infinite += rows;
    else this.#finite += rows;
    this.#categories.add(String(number), rows);
  }

  #addBoolean(value: boolean, rows: number): void {
    if (rows === 0) return;
    const bit = this.#schema?.type === 'number' && this.#schema.bits === true;
    if (bit) {
      this.#finite += rows;
      this.#numbers!.absorb({ kind: 'exact', values: [Number(value)], counts: [rows] }, null);
      return;
    }
    this.#booleans += rows;
    const isCategoryOfBits = this.#schema?.type === 'category' && this.#schema.bits === true;
    this.#categories.add(isCategoryOfBits ? String(Number(value)) : String(value), rows);
  }

  /** Turns a category column's numbers of the chunk into categories. */
  #foldNumbers(): void {
    if (this.#table === null || this.#table.size === 0) return;
    const { values, counts } = this.#table.sorted();
    this.#table.clear();
    if (this.#schema?.form === 'boolean') {
      for (let i = 0; i < values.length; i++) {
        if (!isBitNumber(values[i])) continue;
        this.#finite -= counts[i];
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
    this.#finite += part.cells.number;
    this.#infinite += part.cells.infinite;
    this.#nan += part.cells.nan;
    this.#texts += part.cells.text;
    this.#booleans += part.cells.boolean;
    this.#nested += part.cells.nested;
    if (this.#numbers === null) {
      if (part.categories !== null) this.#categories.absorb(part.categories);
      return;
    }
    if (part.spelled !== undefined) {
      this.#spelled.number += part.spelled.number;
      this.#spelled.infinite += part.spelled.infinite;
    }
    if (part.formed !== undefined) this.#formed?.absorb(part.formed);
    if (part.texts !== undefined) this.#categories.absorb(part.texts);
    if (part.numbers !== null && !this.#numbers.absorb(part.numbers, part.moments)) {
      throw new ProfileMergeError(this.name, `its numbers are kept as another ${part.numbers.kind} in the part`);
    }
  }

  /**
   * The profile over `rows` rows: those in which the column did not occur are missing.
   * @param nanIsMissing Whether a not-a-number is a missing value.
   */
  finish(rows: number, nanIsMissing: boolean): ColumnProfile {
    const nan = nanIsMissing ? 0 : this.#nan;
    const present = this.#finite + this.#infinite + nan + this.#texts + this.#booleans + this.#nested;
    const cells: CellCounts = {
      missing: rows - present,
      number: this.#finite,
      nan,
      infinite: this.#infinite,
      text: this.#texts,
      boolean: this.#booleans,
      nested: this.#nested,
    };
    const categories = this.#categories.finish();
    const given = this.#schema?.form === undefined ? {} : { form: this.#schema.form };
    if (this.#numbers === null) {
      return { name: this.name, type: 'category', ...given, cells, moments: null, numbers: null, categories };
    }
    const { numbers, moments } = this.#numbers.finish();
    const texts = categories.counts.length > 0 ? categories : null;
    if (this.#schema !== null) {
      const type = this.#schema.type;
      return { name: this.name, type, ...given, cells, moments, numbers, categories: null, ...(texts && { texts }) };
    }
    const formed = this.#formed!.finish();
    const distinctNumbers = this.#numbers.distinct;
    const { type, form } = inferColumn({ cells, distinctNumbers, texts, numbers, formed });
    return {
      name: this.name,
      type,
      ...(form && { form }),
      cells,
      moments,
      numbers,
      categories: type === 'category' ? categorize(texts, numbers, cells) : null,
      ...(texts && { texts }),
      inferred: true,
      ...(formed.length > 0 && { formed }),
      ...(this.#spelled.number + this.#spelled.infinite > 0 && { spelled: { ...this.#spelled } }),
    };
  }
}

/** The numbers that the texts of a chunk stand for in a number column, NaN for the others; null where texts are texts. */
function numbersOfTexts(dictionary: readonly string[], schema: ColumnSchema | null): Float64Array | null {
  if (schema?.type !== 'number' || dictionary.length === 0) return null;
  const { form, bits } = schema;
  if (form !== undefined) return Float64Array.from(dictionary, (text) => readTimeText(form, text));
  if (bits !== true) return null;
  return Float64Array.from(dictionary, (text) => {
    const boolean = parseBoolean(text);
    return boolean !== null ? Number(boolean) : isBit(text) ? Number(canonicalValue(text)) : Number.NaN;
  });
}

/** Moves the numbers to the front and returns how many there are. */
function dropNaN(values: Float64Array, length: number): number {
  let end = 0;
  for (let i = 0; i < length; i++) if (!Number.isNaN(values[i])) values[end++] = values[i];
  return end;
}
