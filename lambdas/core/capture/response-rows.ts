import type { CellWriter } from '../columns/cell-writer.ts';
import { ColumnBuilder } from '../columns/column-builder.ts';
import type { AnswerPlaces } from './answer-places.ts';
import type { CaptureChunk } from './chunk.ts';
import { CsvCut } from './csv-cut.ts';
import { hasField, isAllText, readRow } from './csv-header.ts';
import { CsvText, writeCsvField } from './csv-text.ts';
import { openText } from './enclosed-text.ts';
import { findRows } from './forms/find.ts';
import type { NamedTable, Side } from './forms/form.ts';
import { quoteSome } from './forms/names.ts';
import { isNested, type Key, lookUpInRow, toKey, toPlace } from './lookup.ts';
import type { Payload } from './payload.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import { opaque } from './request-rows.ts';
import type { CaptureSpec, PredictionSpec } from './spec.ts';
import { hintOf } from './table-shape.ts';

/** Where rows of a response usually are. */
const USUAL_KEYS = ['predictions', 'outputs', 'results', 'instances', 'data', 'dataframe_split', 'records', 'ndarray'];

interface Role {
  readonly name: string;
  readonly where: Key | number;
  readonly column: ColumnBuilder;
}

/**
 * The rows of one response after the other, and how they fill the columns of the model's answers. An answer that is not where
 * the monitor says is a missing cell; only rows that cannot be told apart are a reason to reject.
 */
export class ResponseRows {
  readonly #side: Side;
  readonly #header: boolean | undefined;
  readonly #cells: CellWriter;
  readonly #misplaced: AnswerPlaces | null;
  readonly #score: Role | null;
  readonly #label: Role | null;
  readonly #value: Role | null;
  readonly #scores: ReadonlyMap<string, Role> | null;
  readonly #roles: readonly Role[];
  /** The last position that the monitor names, -1 where it names none. */
  readonly #lastPosition: number;
  readonly #cut = new CsvCut();
  #csv = new CsvText();
  #rows: readonly unknown[] | null = null;
  #table: NamedTable | null = null;
  /** Where a role's value is in a row of CSV or of a table: a position, -1 nowhere. */
  #places: number[] = [];
  /** The rest of a role's dotted path, inside of a table's cell; null where there is none. */
  #insides: (Key | null)[] = [];
  /** Rows of CSV above the first row of answers. */
  #above = 0;
  /** Whether the one row of CSV holds an answer a field. */
  #across = false;
  #count = -1;
  #otherCount = -1;

  constructor(
    prediction: PredictionSpec,
    { responseRows, header }: Pick<CaptureSpec, 'responseRows' | 'header'>,
    cells: CellWriter,
    misplaced: AnswerPlaces | null = null,
  ) {
    this.#header = header;
    this.#cells = cells;
    this.#misplaced = misplaced;
    this.#score = toRole('score', prediction.score);
    this.#label = toRole('label', prediction.label);
    this.#value = toRole('value', prediction.value);
    this.#scores =
      prediction.scores === undefined
        ? null
        : new Map(Object.entries(prediction.scores).map(([name, where]) => [name, toRole(`score:${name}`, where)!]));
    const single = [this.#score, this.#label, this.#value].filter((role) => role !== null);
    this.#roles = [...single, ...(this.#scores?.values() ?? [])];
    const places = this.#roles.map(({ where }) => where);
    this.#lastPosition = Math.max(-1, ...places.filter((where) => typeof where === 'number'));
    this.#side = {
      what: 'response',
      rowsKey: responseRows === undefined ? undefined : toKey(responseRows),
      usualKeys: USUAL_KEYS,
      names: places.filter((where) => typeof where !== 'number'),
      complete: false,
    };
  }

  /** Whether the monitor names any part of the response. Without one, its rows are not looked for. */
  get wanted(): boolean {
    return this.#roles.length > 0;
  }

  /** How many rows the response has if it is read the other way it can be read, -1 where there is none. */
  get otherCount(): number {
    return this.#otherCount;
  }

  /** For messages: where the answers may be in a response that is one row, empty where nothing can be said. */
  get hint(): string {
    return hintOf(this.#rows, 'capture.responseRows');
  }

  /** Takes the next response. Returns its rows, -1 when there is no response to read. Throws RejectedRecordError. */
  load(given: Payload): number {
    const { payload, side } = openText(given, this.#side);
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

  /** Says how many rows the response has: one of its two numbers. */
  resolve(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    if (this.#rows !== null) this.#rows = [this.#rows];
    else if (this.#csv.rows === 1) this.#across = true;
    else this.#above = 1;
  }

  /** Fills row `into` of the answers' columns with row `row` of the response. */
  write(row: number, into: number): void {
    if (this.#count < 0) return;
    for (let i = 0; i < this.#roles.length; i++) {
      const { name, where, column } = this.#roles[i];
      if (this.#rows !== null) {
        const value = lookUpInRow(this.#rows[row], where);
        if (value === undefined) this.#noteRow(name, where, this.#rows[row]);
        else this.#cells.writeValue(column, into, value);
      } else if (this.#places[i] < 0) this.#noteColumns(name, where);
      else if (this.#table !== null) this.#cells.writeValue(column, into, this.#cell(this.#table, row, i));
      else this.#writeField(column, into, row, this.#places[i]);
    }
  }

  /** A position in a list that is too short says nothing about where the answer is. */
  #noteRow(role: string, where: Key | number, row: unknown): void {
    if (typeof where !== 'number' || !Array.isArray(row)) this.#misplaced?.noteRow(role, row);
  }

  #noteColumns(role: string, where: Key | number): void {
    if (typeof where !== 'number') this.#misplaced?.noteColumns(role, this.#table?.names ?? NO_NAMES);
  }

  /** The columns of the first `rows` rows; starts over. */
  take(rows: number): CaptureChunk['predictions'] {
    return {
      ...(this.#score && { score: this.#score.column.take(rows) }),
      ...(this.#label && { label: this.#label.column.take(rows) }),
      ...(this.#value && { value: this.#value.column.take(rows) }),
      ...(this.#scores && {
        scores: new Map([...this.#scores].map(([name, role]) => [name, role.column.take(rows)])),
      }),
    };
  }

  #loadCsv(text: string): void {
    const { csv, problem } = this.#cut.cut(text, (cut) => this.#fits(cut));
    this.#csv = csv;
    if (problem !== null) throw new RejectedRecordError('invalid-csv', `the response: ${problem}`);
    this.#count = csv.rows;
    this.#place(NO_NAMES);
    if (csv.rows === 0) return;
    if (this.#header !== false && this.#side.names!.length > 0) {
      if (!this.#side.names!.every(({ name }) => hasField(csv, name))) return;
      this.#place(readRow(csv));
      this.#above = 1;
      this.#count--;
    } else if (csv.rows === 1) {
      // SageMaker's XGBoost before 1.5 writes the answers to all rows into one line.
      if (this.#lastPosition === 0 && csv.width(0) > 1) this.#otherCount = csv.width(0);
    } else if (this.#header !== false && csv.width(0) === csv.width(1) && isAllText(csv, 0)) {
      this.#otherCount = csv.rows - 1;
    }
  }

  /** Whether the CSV has a field at every position, or a header with every name. */
  #fits(csv: CsvText): boolean {
    const names = this.#side.names!;
    if (this.#header === false || names.length === 0) return csv.width(0) > this.#lastPosition;
    return names.every(({ name }) => hasField(csv, name));
  }

  #loadJson(documents: readonly unknown[], text: string | null, side: Side): void {
    const found = findRows(documents, text, side);
    if (found.table === null) {
      this.#rows = found.rows;
      this.#count = found.rows.length;
      // Without a second position a list of values is a row each; with one it may be the values of one row.
      const isList = documents.length === 1 && found.rows !== documents && this.#lastPosition > 0 && this.#count > 1;
      if (isList && !found.rows.some(isNested)) this.#otherCount = 1;
      return;
    }
    this.#table = found.table;
    this.#count = found.table.rows;
    if (this.#lastPosition >= 0 && !found.table.ordered && found.table.names.length > 1) {
      const detail = `the response names its values ${quoteSome(found.table.names)}; capture.prediction has to name one, a position may mean any`;
      throw new RejectedRecordError('ambiguous-shape', detail);
    }
    this.#place(found.table.names);
  }

  /** Finds where the roles stand among columns of these names; the positions of those that are named by one stay. */
  #place(names: readonly string[]): void {
    for (let i = 0; i < this.#roles.length; i++) {
      const { where } = this.#roles[i];
      this.#places[i] = typeof where === 'number' ? where : names.indexOf(where.name);
      this.#insides[i] = null;
      if (this.#table === null) continue;
      if (this.#places[i] >= names.length) this.#places[i] = -1;
      if (typeof where !== 'number' && this.#places[i] < 0 && where.steps !== null) {
        this.#places[i] = names.indexOf(where.steps[0]);
        this.#insides[i] = toKey(where.steps.slice(1).join('.'));
      }
    }
  }

  #cell(table: NamedTable, row: number, role: number): unknown {
    const value = table.at(row, this.#places[role]);
    const inside = this.#insides[role];
    return inside === null ? value : lookUpInRow(value, inside);
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

function toRole(name: string, where: string | number | undefined): Role | null {
  return where === undefined ? null : { name, where: toPlace(where), column: new ColumnBuilder() };
}
