import type { CellWriter } from '../columns/cell-writer.ts';
import type { ChunkBuilder } from '../columns/chunk-builder.ts';
import type { ColumnBuilder } from '../columns/column-builder.ts';
import { CsvText, writeCsvField } from './csv-text.ts';
import { findRows } from './documents.ts';
import { isNested, isObject, type Key, lookUp, toKey } from './lookup.ts';
import type { Payload } from './payload.ts';
import { RejectedRecordError } from './rejections.ts';
import type { CaptureSpec } from './spec.ts';

/** A wider row is rejected: every column costs memory whatever it holds. */
export const MAX_COLUMNS = 100_000;

const REQUEST_KEYS = ['instances', 'inputs', 'data', 'rows'].map(toKey);
const FEATURES = toKey('features');

/** Which features to fill: these, none, or (null) those of the spec, else all. */
export type FeatureSelection = readonly string[] | 'none' | null;

/**
 * The rows of one request after the other, and how they fill the feature columns: by position where rows have no names
 * (CSV, arrays, plain values), by key where they are objects.
 */
export class RequestRows {
  readonly #listed: readonly string[] | undefined;
  readonly #listedKeys: readonly Key[];
  readonly #rowsKey: Key | undefined;
  readonly #selection: FeatureSelection;
  readonly #selected: ReadonlySet<string> | null;
  readonly #cells: CellWriter;
  readonly #chunk: ChunkBuilder;
  /** By position: the listed features' columns, null where not selected. */
  readonly #positions: readonly (ColumnBuilder | null)[];
  /** For object rows: the keys to read; null reads all. */
  readonly #keys: readonly { readonly key: Key; readonly column: ColumnBuilder }[] | null;
  readonly #csv = new CsvText();
  /** Rows of a JSON request; null while the request is CSV or absent. */
  #rows: readonly unknown[] | null = null;
  #count = 0;
  #flat = false;

  /** `chunk` must keep the columns of {@link keptFeatures}. */
  constructor(spec: CaptureSpec, selection: FeatureSelection, cells: CellWriter, chunk: ChunkBuilder) {
    this.#listed = spec.features;
    this.#listedKeys = (spec.features ?? []).map(toKey);
    this.#rowsKey = spec.requestRows === undefined ? undefined : toKey(spec.requestRows);
    this.#selection = selection;
    this.#selected = Array.isArray(selection) ? new Set(selection) : null;
    this.#cells = cells;
    this.#chunk = chunk;
    this.#positions = (spec.features ?? []).map((name) => (this.#isSelected(name) ? chunk.column(name) : null));
    this.#keys =
      keptFeatures(spec, selection)?.map((name) => ({ key: toKey(name), column: chunk.column(name) })) ?? null;
  }

  /** Takes the next request. Returns its rows, -1 when there is no request to read. Throws RejectedRecordError. */
  load(payload: Payload): number {
    this.#rows = null;
    this.#flat = false;
    switch (payload.kind) {
      case 'csv':
        this.#loadCsv(payload.text);
        break;
      case 'json':
        this.#loadJson(payload.documents);
        break;
      case 'opaque':
        if (this.#listed !== undefined) throw opaque('request', payload.contentType);
        this.#count = -1;
        break;
      default:
        this.#count = -1;
    }
    return this.#count;
  }

  /** A bare array of plain values is one row when the response has one row, not as many as the array has values. */
  resolveFlat(responseRows: number): number {
    if (this.#flat && responseRows === 1 && this.#count !== 1) {
      this.#rows = [this.#rows];
      this.#count = 1;
    }
    return this.#count;
  }

  /** How many columns the row may add to the chunk. */
  width(row: number): number {
    if (this.#selection === 'none' || this.#count < 0) return 0;
    if (this.#rows === null) return this.#listed === undefined ? this.#csv.width(row) : 0;
    const cells = this.#rows[row];
    if (Array.isArray(cells)) return this.#listed === undefined ? cells.length : 0;
    return this.#keys === null && isObject(cells) ? Object.keys(cells).length : 1;
  }

  /** Fills the chunk's current row with row `row` of the request. */
  write(row: number): void {
    if (this.#selection === 'none' || this.#count < 0) return;
    const into = this.#chunk.rows;
    if (this.#rows === null) this.#writeCsv(row, into);
    else this.#writeJson(this.#rows[row], into);
  }

  #loadCsv(text: string): void {
    const problem = this.#csv.scan(text);
    if (problem !== null) throw new RejectedRecordError('invalid-csv', `the request: ${problem}`);
    this.#count = this.#csv.rows;
    for (let row = 0; row < this.#count; row++) this.#checkWidth(this.#csv.width(row), row);
  }

  #loadJson(documents: readonly unknown[]): void {
    const found = findRows(documents, this.#rowsKey, REQUEST_KEYS, (document) => this.#hasFeature(document));
    const rows = found.rows.map(unwrapFeatures);
    this.#flat = found.bare && rows.every((row) => !isNested(row));
    if (this.#flat && this.#listed !== undefined && this.#listed.length > 1) {
      this.#rows = [rows];
      this.#flat = false;
    } else {
      this.#rows = rows;
    }
    this.#count = this.#rows.length;
    if (isAllNested(this.#rows)) {
      throw new RejectedRecordError('nested-values', 'every value of the request is an array or object: not a table');
    }
    for (let row = 0; row < this.#count; row++) {
      const cells = this.#rows[row];
      if (Array.isArray(cells)) this.#checkWidth(cells.length, row);
      else if (isObject(cells)) checkColumns(Object.keys(cells).length, row);
      else if (!this.#flat) this.#checkWidth(1, row);
    }
  }

  #writeCsv(row: number, into: number): void {
    const csv = this.#csv;
    const first = csv.firstField(row);
    const width = csv.width(row);
    for (let i = 0; i < width; i++) {
      const column = this.#columnAt(i);
      if (column === null) continue;
      writeCsvField(this.#cells, column, into, csv, first + i);
    }
  }

  #writeJson(row: unknown, into: number): void {
    if (Array.isArray(row)) {
      for (let i = 0; i < row.length; i++) {
        const column = this.#columnAt(i);
        if (column !== null) this.#cells.writeValue(column, into, row[i]);
      }
    } else if (isObject(row)) {
      this.#writeObject(row, into);
    } else {
      const column = this.#columnAt(0);
      if (column !== null) this.#cells.writeValue(column, into, row);
    }
  }

  #writeObject(row: Record<string, unknown>, into: number): void {
    if (this.#keys !== null) {
      for (const { key, column } of this.#keys) {
        const value = lookUp(row, key);
        if (value !== undefined) this.#cells.writeValue(column, into, value);
      }
      return;
    }
    for (const name of Object.keys(row)) this.#cells.writeValue(this.#chunk.column(name), into, row[name]);
  }

  #columnAt(position: number): ColumnBuilder | null {
    if (this.#listed !== undefined) return this.#positions[position];
    const name = positionName(position);
    return this.#isSelected(name) ? this.#chunk.column(name) : null;
  }

  #isSelected(name: string): boolean {
    if (this.#selection === 'none') return false;
    return this.#selected === null || this.#selected.has(name);
  }

  /** Whether the document itself is a row, because a listed feature stands in it. */
  #hasFeature(document: object): boolean {
    for (const key of this.#listedKeys) {
      const value = lookUp(document, key);
      if (value !== undefined && !isNested(value)) return true;
    }
    return false;
  }

  #checkWidth(width: number, row: number): void {
    if (this.#listed !== undefined && width !== this.#listed.length) {
      const expected = this.#listed.length;
      throw new RejectedRecordError(
        'wrong-column-count',
        `row ${row + 1} of the request has ${width} values, the monitor lists ${expected} features`,
      );
    }
    checkColumns(width, row);
  }
}

/** The features whose columns are known beforehand; null when the data decides. */
export function keptFeatures(spec: CaptureSpec, selection: FeatureSelection): readonly string[] | null {
  if (selection === 'none') return [];
  return selection ?? spec.features ?? null;
}

const POSITION_NAMES: string[] = [];

/** The name of a column without one. */
export function positionName(position: number): string {
  for (let i = POSITION_NAMES.length; i <= position && i < 1024; i++) POSITION_NAMES.push(`_c${i}`);
  return POSITION_NAMES[position] ?? `_c${position}`;
}

export function opaque(side: 'request' | 'response', contentType: string): RejectedRecordError {
  const detail = `the ${side} is BASE64 of content type ${JSON.stringify(contentType)}: not CSV or JSON`;
  return new RejectedRecordError('unsupported-encoding', detail);
}

function unwrapFeatures(row: unknown): unknown {
  if (!isObject(row)) return row;
  const features = lookUp(row, FEATURES);
  return Array.isArray(features) ? features : row;
}

function checkColumns(width: number, row: number): void {
  if (width <= MAX_COLUMNS) return;
  const detail = `row ${row + 1} of the request has ${width} values, accepted are at most ${MAX_COLUMNS}`;
  throw new RejectedRecordError('too-many-columns', detail);
}

/** Whether there is no plain value in any row, though there are values. */
function isAllNested(rows: readonly unknown[]): boolean {
  let any = false;
  for (const row of rows) {
    if (!isNested(row)) return false;
    for (const value of Object.values(row)) {
      if (!isNested(value)) return false;
      any = true;
    }
  }
  return any;
}
