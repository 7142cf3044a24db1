import { CaptureRows } from '../capture/capture-rows.ts';
import { isAllText, readRow } from '../capture/csv-header.ts';
import { CsvText } from '../capture/csv-text.ts';
import { openText } from '../capture/enclosed-text.ts';
import { isNested, isObject, isPlain } from '../capture/field-path.ts';
import { findRows } from '../capture/layouts/find.ts';
import type { PayloadSide } from '../capture/layouts/layout.ts';
import { USUAL_RESPONSE_KEYS } from '../capture/layouts/usual-keys.ts';
import { ABSENT, type Payload } from '../capture/payload.ts';
import { RejectedRecordError } from '../capture/rejection-reason.ts';
import type { FieldLocation } from '../capture/spec.ts';
import type { CellValue } from '../columns/column.ts';
import { ColumnFacts } from './column-facts.ts';
import { cellOf } from './label-records.ts';
import { NestedNames } from './nested-names.ts';

/** How deeply the values of an answer may be nested under keys. */
const MOST_KEYS = 4;
/** Requests whose names are looked for below other names. */
const MOST_OBSERVED = 500;
/** Answers with more values are embeddings or images. */
const MOST_PLACES = 200;

const SIDE: PayloadSide = {
  what: 'response',
  rowsKey: undefined,
  usualKeys: USUAL_RESPONSE_KEYS,
  names: null,
  complete: false,
};

/** Collects captured rows, and what values their answers have at each position or key. */
export class ObservedRows extends CaptureRows {
  readonly answers = new Map<FieldLocation, ColumnFacts>();
  readonly ids = new Set<string>();
  answered = 0;
  /** Requests whose first row has texts only, and whose other rows have not. */
  headers = 0;
  requests = 0;
  readonly nested = new NestedNames();
  readonly #csv = new CsvText();
  #observed = 0;

  override add(request: Payload, response: Payload, time: number, id: string): void {
    if (this.#observed++ < MOST_OBSERVED) this.nested.add(request);
    super.add(request, response, time, id);
    this.ids.add(id);
    if (request.kind !== 'absent') this.requests++;
    const csv = this.#csv;
    if (request.kind === 'csv' && csv.scan(request.text) === null && csv.rows > 1) {
      if (isAllText(csv, 0) && !isAllText(csv, 1)) this.headers++;
    }
    try {
      this.#observe(response, request.kind === 'absent' ? -1 : this.count(request, ABSENT));
    } catch (error) {
      // The monitor is tried on the captures before it is written, which says what cannot be read.
      if (!(error instanceof RejectedRecordError)) throw error;
    }
  }

  /** @param rows Of the request; -1: not known. */
  #observe(response: Payload, rows: number): void {
    const { payload, side } = openText(response, SIDE);
    if (payload.kind === 'csv') this.#observeCsv(payload.text, rows);
    if (payload.kind !== 'json') return;
    const found = findRows(payload.documents, payload.text, side);
    const { table } = found;
    if (table !== null) {
      for (let row = 0; row < table.rows; row++) {
        this.answered++;
        table.names.forEach((name, column) => {
          this.#place(name, table.at(row, column), 1);
        });
      }
      return;
    }
    const isOneRow = found.rows.length > 1 && rows === 1 && !found.rows.some(isNested);
    for (const row of isOneRow ? [found.rows] : found.rows) this.#observeRow(row);
  }

  #observeCsv(text: string, rows: number): void {
    const csv = this.#csv;
    if (csv.scan(text) !== null) return;
    const isAcross = csv.rows === 1 && csv.width(0) > 1 && csv.width(0) === rows;
    const names = csv.rows > 1 && csv.rows === rows + 1 && isAllText(csv, 0) ? readRow(csv) : null;
    for (let row = names === null ? 0 : 1; row < csv.rows; row++) {
      this.answered++;
      for (let i = 0; i < csv.width(row); i++) {
        const value = cellOf(csv.field(csv.firstField(row) + i));
        this.#add(isAcross ? 0 : (names?.[i] ?? i), value);
      }
    }
  }

  #observeRow(row: unknown): void {
    this.answered++;
    if (Array.isArray(row))
      row.forEach((value, i) => {
        this.#place(i, value, 1);
      });
    else if (isObject(row)) for (const [key, value] of Object.entries(row)) this.#place(key, value, 1);
    else this.#place(0, row, 1);
  }

  #place(where: FieldLocation, value: unknown, depth: number): void {
    if (isPlain(value)) this.#add(where, value);
    else if (isNested(value) && depth < MOST_KEYS && typeof where === 'string') {
      for (const [key, inner] of Object.entries(value)) this.#place(`${where}.${key}`, inner, depth + 1);
    }
  }

  #add(where: FieldLocation, value: CellValue): void {
    const known = this.answers.get(where);
    if (known === undefined && this.answers.size >= MOST_PLACES) return;
    const facts = known ?? new ColumnFacts();
    facts.add(value);
    if (known === undefined) this.answers.set(where, facts);
  }
}
