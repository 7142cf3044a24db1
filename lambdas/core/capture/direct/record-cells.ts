import type { CellWriter } from '../../columns/cell-writer.ts';
import type { ColumnBuilder } from '../../columns/column-builder.ts';
import { simplifyName } from '../csv-header.ts';
import { MAX_COLUMNS } from '../positions.ts';
import type { RowPlaces, RowWriter } from '../row-places.ts';
import type { CaptureSpec } from '../spec.ts';
import { KIND } from './cells.ts';
import type { LearnedSide } from './learn-template.ts';
import { SideReader } from './side-reader.ts';

/** Where an answer is in a row of cells. */
interface Answer {
  readonly cell: number;
  readonly column: ColumnBuilder;
}

/** The answers of a row. */
interface Answers {
  readonly cells: readonly Answer[];
  /** By cell, the keys of objects. null: the monitor names positions. */
  readonly keys: readonly string[] | null;
}

/** The cells of a record's request and response, and the columns into which they are written. */
export class RecordCells implements RowWriter {
  readonly #places: RowPlaces;
  readonly #cells: CellWriter;
  readonly #answers: readonly Answer[];
  /** Whether a first row of CSV may name the columns, and whether it always does. */
  readonly #mayHaveHeader: boolean;
  readonly #hasHeader: boolean;
  readonly request: SideReader;
  /** null: the monitor names no part of the response, so that it is not read. */
  readonly response: SideReader | null;
  /** The keys of objects that the places have not seen in the file. */
  #newKeys: readonly string[] | null = null;

  /** null: the columns are not known. */
  static of(spec: CaptureSpec, places: RowPlaces): RecordCells | null {
    const { length } = places.features;
    const answers = answersOf(places);
    return length === 0 || length > MAX_COLUMNS || answers === null ? null : new RecordCells(spec, places, answers);
  }

  private constructor(spec: CaptureSpec, places: RowPlaces, answers: Answers) {
    const { features, cells, requestSide, responseSide } = places;
    const listed = spec.features ?? [];
    const names = new Set(listed.map(simplifyName));
    this.#places = places;
    this.#cells = cells;
    this.#answers = answers.cells;
    this.#mayHaveHeader = spec.header !== false;
    this.#hasHeader = spec.header === true;
    const requests = { side: requestSide, width: features.length, keys: listed, byPosition: true };
    this.request = new SideReader(requests, cells, (text) => names.has(simplifyName(text)), false);
    const width = Math.max(0, ...answers.cells.map(({ cell }) => cell + 1));
    const responses = { side: responseSide, width, keys: answers.keys, byPosition: answers.keys === null };
    this.response = width === 0 ? null : new SideReader(responses, cells, () => false, true);
  }

  /** Reads texts of these forms from now on. Returns false if there is no way to do so. */
  expect(request: LearnedSide, response: LearnedSide): boolean {
    if (request.form === 'csv' && this.#hasHeader) return false;
    if (!this.request.expect(request)) return false;
    this.#newKeys = this.request.keys;
    return this.response === null ? isAlwaysAccepted(response) : this.response.expect(response);
  }

  /** Starts another file: the keys of its first objects are noted again. */
  openFile(): void {
    this.#newKeys = this.request.keys;
  }

  /** The rows of both sides. -1 if their numbers differ, or if the request may begin with a header. */
  get rows(): number {
    const { rows } = this.request.cells;
    if (this.response !== null && this.response.cells.rows !== rows) return -1;
    return this.#mayHaveHeader && this.request.isCsv && this.#isLikeHeader() ? -1 : rows;
  }

  write(row: number, into: number): void {
    if (this.#newKeys !== null) {
      this.#places.seeWhole(this.#newKeys);
      this.#newKeys = null;
    }
    const { features } = this.#places;
    const { kinds, numbers, texts, width } = this.request.cells;
    for (let i = 0; i < width; i++) {
      const column = features[i];
      if (column === null) continue;
      const cell = row * width + i;
      const kind = kinds[cell];
      if (kind === KIND.number) this.#cells.writeNumber(column, into, numbers[cell]);
      else if (kind >= 0) texts[i].write(kind, column, into);
      else writeWord(kind, column, into);
    }
    if (this.response !== null) this.#writeAnswers(this.response, row, into);
  }

  #writeAnswers({ cells: { kinds, numbers, texts, width } }: SideReader, row: number, into: number): void {
    for (let i = 0; i < this.#answers.length; i++) {
      const { cell: place, column } = this.#answers[i];
      const cell = row * width + place;
      const kind = kinds[cell];
      if (kind === KIND.number) this.#cells.writeNumber(column, into, numbers[cell]);
      else if (kind >= 0) texts[place].write(kind, column, into);
      else writeWord(kind, column, into);
    }
  }

  /** Whether the first row begins with a text and has the name of a feature, in any case. */
  #isLikeHeader(): boolean {
    const { kinds, texts, width } = this.request.cells;
    if (kinds[0] === KIND.number || texts[0].isNumber(kinds[0])) return false;
    for (let i = 0; i < width; i++) {
      if (kinds[i] !== KIND.number && texts[i].isNoted(kinds[i])) return true;
    }
    return false;
  }
}

/** null: the monitor names keys and positions, one of them twice, or a position that is too far. */
function answersOf({ answers }: RowPlaces): Answers | null {
  const keys = answers.flatMap(({ where }) => (typeof where === 'number' ? [] : [where.name]));
  const positions = answers.flatMap(({ where }) => (typeof where === 'number' && where < MAX_COLUMNS ? [where] : []));
  const byKey = keys.length > 0;
  const distinct = new Set<string | number>(byKey ? keys : positions);
  if (distinct.size !== answers.length) return null;
  const cells = answers.map(({ column }, i) => ({ cell: byKey ? i : positions[i], column }));
  return { cells, keys: byKey ? keys : null };
}

/** Whether the text of a response that is not read cannot be refused. */
function isAlwaysAccepted({ form, isBase64 }: LearnedSide): boolean {
  return form === 'csv' && !isBase64;
}

function writeWord(kind: number, column: ColumnBuilder, row: number): void {
  if (kind === KIND.missing) column.setMissing(row);
  else column.setBoolean(row, kind === KIND.true);
}
