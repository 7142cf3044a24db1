import type { CellWriter } from '../columns/cell-writer.ts';
import type { ColumnBuilder } from '../columns/column-builder.ts';
import { AnswerPlaces } from './answer-places.ts';
import { type AnswerRole, AnswerRoles } from './answer-roles.ts';
import type { CaptureChunk } from './chunk.ts';
import { CsvCut } from './csv-cut.ts';
import { hasField, isAllText, readRow } from './csv-header.ts';
import { CsvText, writeCsvField } from './csv-text.ts';
import { openText } from './enclosed-text.ts';
import { type FieldPath, isNested, toFieldPath, valueInRow } from './field-path.ts';
import { findRows } from './layouts/find.ts';
import type { NamedTable, PayloadSide } from './layouts/layout.ts';
import { quoteSome } from './layouts/names.ts';
import { USUAL_RESPONSE_KEYS } from './layouts/usual-keys.ts';
import type { MisplacedAnswers } from './misplaced-answers.ts';
import type { Payload } from './payload.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import type { CaptureSpec, PredictionSpec } from './spec.ts';
import { hintOf, opaque } from './table-shape.ts';

/**
 * Reads the rows of one response after the other into the columns of the model's answers. An answer that is not where
 * the monitor says is a missing cell. A response is rejected only if its rows cannot be determined.
 */
export class ResponseRows {
  readonly side: PayloadSide;
  readonly #header: boolean | undefined;
  readonly #cells: CellWriter;
  readonly #misplaced: MisplacedAnswers | null;
  readonly #answers: AnswerRoles;
  /** The parts of the response that the monitor names. */
  readonly roles: readonly AnswerRole[];
  readonly #names: readonly FieldPath[];
  readonly #cut = new CsvCut();
  #csv = new CsvText();
  #rows: readonly unknown[] | null = null;
  #table: NamedTable | null = null;
  readonly #places: AnswerPlaces;
  /** The number of rows of CSV above the first row of answers. */
  #above = 0;
  /** Whether each field of the only row of CSV is the answer to one row. */
  #across = false;
  #count = -1;
  #otherCount = -1;

  constructor(
    prediction: PredictionSpec,
    { responseRows, header }: Pick<CaptureSpec, 'responseRows' | 'header'>,
    cells: CellWriter,
    misplaced: MisplacedAnswers | null = null,
  ) {
    this.#header = header;
    this.#cells = cells;
    this.#misplaced = misplaced;
    this.#answers = new AnswerRoles(prediction);
    this.roles = this.#answers.all;
    this.#places = new AnswerPlaces(this.roles);
    this.#names = this.#answers.names;
    this.side = {
      what: 'response',
      rowsKey: responseRows === undefined ? undefined : toFieldPath(responseRows),
      usualKeys: USUAL_RESPONSE_KEYS,
      names: this.#names,
      complete: false,
    };
  }

  /** Whether the monitor names any part of the response. Otherwise, responses are not read. */
  get wanted(): boolean {
    return this.roles.length > 0;
  }

  /** The number of rows in the other possible reading of the response, -1 if there is only one reading. */
  get otherCount(): number {
    return this.#otherCount;
  }

  /** For messages: a hint at rows inside a response that was read as one row. May be empty. */
  get hint(): string {
    return hintOf(this.#rows, 'capture.responseRows');
  }

  /**
   * Loads the next response. Returns its number of rows, -1 if there is no response to read. Throws
   * RejectedRecordError.
   */
  load(given: Payload): number {
    const { payload, side } = openText(given, this.side);
    this.#rows = null;
    this.#table = null;
    this.#above = 0;
    this.#across = false;
    this.#count = -1;
    this.#otherCount = -1;
    if (payload.kind === 'csv') this.#loadCsv(payload.text);
    else if (payload.kind === 'json') this.#loadJson(payload.documents, payload.text, side);
    else if (payload.kind === 'opaque') throw opaque('response', payload.contentType);
    return this.#count;
  }

  /** Decides for one of the two possible numbers of rows. */
  resolve(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    if (this.#rows !== null) this.#rows = [this.#rows];
    else if (this.#csv.rows === 1) this.#across = true;
    else this.#above = 1;
  }

  /** Writes row `row` of the response into row `into` of the answers' columns. */
  write(row: number, into: number): void {
    if (this.#count < 0) return;
    for (let i = 0; i < this.roles.length; i++) {
      const { name, where, column } = this.roles[i];
      if (this.#rows !== null) {
        const value = valueInRow(this.#rows[row], where);
        if (value === undefined) this.#noteRow(name, where, this.#rows[row]);
        else this.#cells.writeValue(column, into, value);
      } else if (this.#places.of(i) < 0) this.#noteColumns(name, where);
      else if (this.#table !== null) this.#cells.writeValue(column, into, this.#places.valueIn(this.#table, row, i));
      else this.#writeField(column, into, row, this.#places.of(i));
    }
  }

  /** Notes a missing answer, unless the row is a list that is too short: that gives no hint at where the answer is. */
  #noteRow(role: string, where: FieldPath | number, row: unknown): void {
    if (typeof where !== 'number' || !Array.isArray(row)) this.#misplaced?.noteRow(role, row);
  }

  #noteColumns(role: string, where: FieldPath | number): void {
    if (typeof where !== 'number') this.#misplaced?.noteColumns(role, this.#table?.names ?? NO_NAMES);
  }

  /** The answers to the first `rows` rows. The columns start over. */
  take(rows: number): CaptureChunk['predictions'] {
    return this.#answers.take(rows);
  }

  #loadCsv(text: string): void {
    const { csv, problem } = this.#cut.cut(text, (cut) => this.#fits(cut));
    this.#csv = csv;
    if (problem !== null) throw new RejectedRecordError('invalid-csv', `the response: ${problem}`);
    this.#count = csv.rows;
    this.#places.findInCsv(NO_NAMES);
    if (csv.rows === 0) return;
    if (this.#header !== false && this.#names.length > 0) {
      if (!this.#names.every(({ name }) => hasField(csv, name))) return;
      this.#places.findInCsv(readRow(csv));
      this.#above = 1;
      this.#count--;
    } else if (csv.rows === 1) {
      // SageMaker's XGBoost before 1.5 writes the answers to all rows of a request into one line.
      if (this.#answers.lastPosition === 0 && csv.width(0) > 1) this.#otherCount = csv.width(0);
    } else if (this.#header !== false && csv.width(0) === csv.width(1) && isAllText(csv, 0)) {
      this.#otherCount = csv.rows - 1;
    }
  }

  /** Whether the CSV has a field at every position, or a header with every name. */
  #fits(csv: CsvText): boolean {
    if (this.#header === false || this.#names.length === 0) return csv.width(0) > this.#answers.lastPosition;
    return this.#names.every(({ name }) => hasField(csv, name));
  }

  #loadJson(documents: readonly unknown[], text: string | null, side: PayloadSide): void {
    const found = findRows(documents, text, side);
    if (found.table === null) {
      this.#rows = found.rows;
      this.#count = found.rows.length;
      // A list of values has one row per value. If the monitor names a second position, it may be one row instead.
      const isList =
        documents.length === 1 && found.rows !== documents && this.#answers.lastPosition > 0 && this.#count > 1;
      if (isList && !found.rows.some(isNested)) this.#otherCount = 1;
      return;
    }
    this.#table = found.table;
    this.#count = found.table.rows;
    if (this.#answers.lastPosition >= 0 && !found.table.ordered && found.table.names.length > 1) {
      const detail = `the values of the response have the names ${quoteSome(found.table.names)}; capture.prediction must use one of them, because the values have no order`;
      throw new RejectedRecordError('ambiguous-shape', detail);
    }
    this.#places.findInTable(found.table);
  }

  #writeField(column: ColumnBuilder, into: number, row: number, position: number): void {
    const csv = this.#csv;
    if (this.#across) {
      writeCsvField(this.#cells, column, into, csv, row);
      return;
    }
    const at = row + this.#above;
    if (position >= csv.width(at)) return;
    writeCsvField(this.#cells, column, into, csv, csv.firstField(at) + position);
  }
}

const NO_NAMES: readonly string[] = [];
