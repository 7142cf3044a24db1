import type { CellWriter } from '../columns/cell-writer.ts';
import { ColumnBuilder } from '../columns/column-builder.ts';
import type { CaptureChunk } from './chunk.ts';
import { CsvText, writeCsvField } from './csv-text.ts';
import { findRows } from './documents.ts';
import { isObject, type Key, lookUp, lookUpInRow, toKey, toPlace } from './lookup.ts';
import type { Payload } from './payload.ts';
import { RejectedRecordError } from './rejections.ts';
import { opaque } from './request-rows.ts';
import type { PredictionSpec } from './spec.ts';

const RESPONSE_KEYS = ['predictions', 'outputs', 'results', 'instances'].map(toKey);

interface Role {
  readonly where: Key | number;
  readonly column: ColumnBuilder;
}

/** The rows of one response after the other, and how they fill the columns of the model's answers. */
export class ResponseRows {
  readonly #rowsKey: Key | undefined;
  readonly #cells: CellWriter;
  readonly #score: Role | null;
  readonly #label: Role | null;
  readonly #value: Role | null;
  readonly #scores: ReadonlyMap<string, Role> | null;
  readonly #roles: readonly Role[];
  readonly #csv = new CsvText();
  #rows: readonly unknown[] | null = null;
  /** Where the response is one object of parallel arrays: each role's array, undefined where it has none. */
  #parallel: readonly (readonly unknown[] | undefined)[] | null = null;
  #count = -1;

  constructor(prediction: PredictionSpec, responseRows: string | undefined, cells: CellWriter) {
    this.#rowsKey = responseRows === undefined ? undefined : toKey(responseRows);
    this.#cells = cells;
    this.#score = toRole(prediction.score);
    this.#label = toRole(prediction.label);
    this.#value = toRole(prediction.value);
    this.#scores =
      prediction.scores === undefined
        ? null
        : new Map(Object.entries(prediction.scores).map(([name, where]) => [name, toRole(where)!]));
    const single = [this.#score, this.#label, this.#value].filter((role) => role !== null);
    this.#roles = [...single, ...(this.#scores?.values() ?? [])];
  }

  /** Whether the monitor names any part of the response. Without one, its rows are not looked for. */
  get wanted(): boolean {
    return this.#roles.length > 0;
  }

  /** Takes the next response. Returns its rows, -1 when there is no response to read. Throws RejectedRecordError. */
  load(payload: Payload): number {
    this.#rows = null;
    this.#parallel = null;
    this.#count = -1;
    if (payload.kind === 'csv') {
      const problem = this.#csv.scan(payload.text);
      if (problem !== null) throw new RejectedRecordError('invalid-csv', `the response: ${problem}`);
      this.#count = this.#csv.rows;
    } else if (payload.kind === 'json') {
      this.#loadJson(payload.documents);
    } else if (payload.kind === 'opaque') {
      throw opaque('response', payload.contentType);
    }
    return this.#count;
  }

  /** Fills row `into` of the answers' columns with row `row` of the response. */
  write(row: number, into: number): void {
    if (this.#count < 0) return;
    for (let i = 0; i < this.#roles.length; i++) {
      const { where, column } = this.#roles[i];
      if (this.#parallel !== null) this.#cells.writeValue(column, into, this.#parallel[i]?.[row]);
      else if (this.#rows !== null) this.#cells.writeValue(column, into, lookUpInRow(this.#rows[row], where));
      else if (typeof where === 'number') this.#writeField(column, into, row, where);
    }
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

  #loadJson(documents: readonly unknown[]): void {
    const document = documents.length === 1 ? this.#descend(documents[0]) : null;
    if (isObject(document)) {
      const parallel = this.#findParallel(document);
      if (parallel !== null) {
        this.#parallel = parallel.arrays;
        this.#count = parallel.rows;
        return;
      }
    }
    const { rows } = findRows(documents, this.#rowsKey, RESPONSE_KEYS, (row) => this.#hasRole(row));
    this.#rows = documents.length === 1 && rows[0] === documents[0] ? [document] : rows;
    this.#count = this.#rows.length;
  }

  /** The object under a usual key, where it and not the document holds what the monitor names. */
  #descend(document: unknown): unknown {
    if (!isObject(document)) return document;
    if (this.#rowsKey !== undefined) {
      const value = lookUp(document, this.#rowsKey);
      return isObject(value) ? value : null;
    }
    if (this.#hasRole(document)) return document;
    for (const key of RESPONSE_KEYS) {
      const value = lookUp(document, key);
      if (isObject(value)) return value;
      if (Array.isArray(value)) return null;
    }
    return document;
  }

  #hasRole(document: object): boolean {
    return this.#roles.some(({ where }) => typeof where !== 'number' && lookUp(document, where) !== undefined);
  }

  /** Parallel arrays: everything the monitor names and the object has is an array, all of one length. */
  #findParallel(document: Record<string, unknown>) {
    const arrays: (readonly unknown[] | undefined)[] = [];
    let rows = -1;
    for (const { where } of this.#roles) {
      const value = typeof where === 'number' ? undefined : lookUp(document, where);
      if (value !== undefined && !Array.isArray(value)) return null;
      if (value !== undefined) {
        if (rows >= 0 && value.length !== rows) {
          const detail = `the arrays of the response have ${rows} and ${value.length} values`;
          throw new RejectedRecordError('row-count-mismatch', detail);
        }
        rows = value.length;
      }
      arrays.push(value);
    }
    return rows < 0 ? null : { arrays, rows };
  }

  #writeField(column: ColumnBuilder, into: number, row: number, position: number): void {
    const csv = this.#csv;
    if (position >= csv.width(row)) return;
    writeCsvField(this.#cells, column, into, csv, csv.firstField(row) + position);
  }
}

function toRole(where: string | number | undefined): Role | null {
  return where === undefined ? null : { where: toPlace(where), column: new ColumnBuilder() };
}
