import type { CellWriter } from '../../columns/cell-writer.ts';
import type { ColumnBuilder } from '../../columns/column-builder.ts';
import type { RowPlaces, RowWriter } from '../capture-rows.ts';
import { simplifyName } from '../csv-header.ts';
import { MAX_COLUMNS } from '../positions.ts';
import type { CaptureSpec } from '../spec.ts';
import { CsvCells, PLAIN_NUMBER } from './csv-cells.ts';
import { type TextBudget, TextCells } from './text-cells.ts';

/** Distinct texts that are kept of all columns of a request or response, and of one column. */
const KEPT_TEXTS = 100_000;
const KEPT_TEXTS_OF_COLUMN = 4096;

interface Answer {
  readonly position: number;
  readonly column: ColumnBuilder;
}

/** The cells of a record's request and response, and the columns into which they are written by position. */
export class RecordCells implements RowWriter {
  readonly request: CsvCells;
  /** null: the monitor names no part of the response, so that it is not read. */
  readonly response: CsvCells | null;
  readonly #cells: CellWriter;
  readonly #features: readonly (ColumnBuilder | null)[];
  readonly #requestTexts: readonly TextCells[];
  readonly #responseTexts: readonly TextCells[];
  readonly #answers: readonly Answer[];
  readonly #mayHaveHeader: boolean;

  /** null: the columns are not known by position. */
  static of(spec: CaptureSpec, places: RowPlaces): RecordCells | null {
    const { features, answers: roles } = places;
    if (spec.header === true || features.length === 0 || features.length > MAX_COLUMNS) return null;
    const answers = roles.flatMap(({ where, column }) =>
      typeof where === 'number' && where < MAX_COLUMNS ? [{ position: where, column }] : [],
    );
    const positions = new Set(answers.map(({ position }) => position));
    return positions.size === roles.length ? new RecordCells(spec, places, answers) : null;
  }

  private constructor(spec: CaptureSpec, { features, cells }: RowPlaces, answers: readonly Answer[]) {
    const names = new Set((spec.features ?? []).map(simplifyName));
    const isName = (text: string) => names.has(simplifyName(text));
    const width = Math.max(0, ...answers.map(({ position }) => position + 1));
    this.#cells = cells;
    this.#features = features;
    this.#answers = answers;
    this.#mayHaveHeader = spec.header !== false;
    const requestBudget = budgetOf(features.length);
    const responseBudget = budgetOf(width);
    this.#requestTexts = features.map(() => new TextCells(cells, isName, requestBudget));
    this.#responseTexts = Array.from({ length: width }, () => new TextCells(cells, () => false, responseBudget));
    this.request = new CsvCells(this.#requestTexts, requestBudget, false);
    this.response = width === 0 ? null : new CsvCells(this.#responseTexts, responseBudget, true);
  }

  /** The rows of both sides. -1 if their numbers differ, or if the request may begin with a header. */
  get rows(): number {
    const { rows } = this.request;
    if (this.response !== null && this.response.rows !== rows) return -1;
    return this.#mayHaveHeader && this.#isLikeHeader() ? -1 : rows;
  }

  write(row: number, into: number): void {
    const { kinds, numbers, width } = this.request;
    for (let i = 0; i < width; i++) {
      const column = this.#features[i];
      if (column === null) continue;
      const cell = row * width + i;
      const kind = kinds[cell];
      if (kind === PLAIN_NUMBER) this.#cells.writeNumber(column, into, numbers[cell]);
      else this.#requestTexts[i].write(kind, column, into);
    }
    if (this.response !== null) this.#writeAnswers(this.response, row, into);
  }

  #writeAnswers({ kinds, numbers, width }: CsvCells, row: number, into: number): void {
    for (let i = 0; i < this.#answers.length; i++) {
      const { position, column } = this.#answers[i];
      const cell = row * width + position;
      const kind = kinds[cell];
      if (kind === PLAIN_NUMBER) this.#cells.writeNumber(column, into, numbers[cell]);
      else this.#responseTexts[position].write(kind, column, into);
    }
  }

  /** Whether the first row begins with a text and has the name of a feature, in any case. */
  #isLikeHeader(): boolean {
    const { kinds, width } = this.request;
    if (this.#isNumber(0)) return false;
    for (let i = 0; i < width; i++) {
      if (kinds[i] !== PLAIN_NUMBER && this.#requestTexts[i].isNoted(kinds[i])) return true;
    }
    return false;
  }

  #isNumber(column: number): boolean {
    const kind = this.request.kinds[column];
    return kind === PLAIN_NUMBER || this.#requestTexts[column].isNumber(kind);
  }
}

function budgetOf(columns: number): TextBudget {
  return { kept: Math.min(KEPT_TEXTS_OF_COLUMN, Math.ceil(KEPT_TEXTS / Math.max(1, columns))), exceeded: false };
}
