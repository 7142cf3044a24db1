import type { CellWriter } from '../columns/cell-writer.ts';
import type { ChunkBuilder } from '../columns/chunk-builder.ts';
import type { ColumnBuilder } from '../columns/column-builder.ts';
import { countOf } from '../text/numbers.ts';
import { CsvCut } from './csv-cut.ts';
import { CsvHeader, isAllText, readRow } from './csv-header.ts';
import { CsvText, writeCsvField } from './csv-text.ts';
import { openText } from './enclosed-text.ts';
import { unwrapRows } from './forms/dense.ts';
import { findRows } from './forms/find.ts';
import type { NamedTable, Side } from './forms/form.ts';
import { missingName, requireNames } from './forms/names.ts';
import { isNested, isObject, type Key, lookUp, toKey } from './lookup.ts';
import type { Payload } from './payload.ts';
import { positionName } from './positions.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import type { CaptureSpec } from './spec.ts';
import { allNested, checkColumns, hintOf, isAllNested, isTableNested, onlyValue } from './table-shape.ts';

export { MAX_COLUMNS, positionName } from './positions.ts';

/** Where rows of a request usually are. */
const USUAL_KEYS = [
  'instances',
  'inputs',
  'data',
  'rows',
  'records',
  'dataframe_records',
  'dataframe_split',
  'input_data',
  'ndarray',
  'Inputs',
  'jsonData',
];

/** Which features to fill: these, none, or (null) those of the spec, else all. */
export type FeatureSelection = readonly string[] | 'none' | null;

/**
 * The rows of one request after the other, and how they fill the feature columns: by name where the request has names, else
 * by position.
 */
export class RequestRows {
  readonly #listed: readonly string[] | undefined;
  readonly #side: Side;
  readonly #selection: FeatureSelection;
  readonly #selected: ReadonlySet<string> | null;
  readonly #cells: CellWriter;
  readonly #chunk: ChunkBuilder;
  /** By position: the listed features' columns, null where not selected. */
  readonly #positions: readonly (ColumnBuilder | null)[];
  /** By name: the features to read; null reads all. */
  readonly #keys: readonly { readonly key: Key; readonly column: ColumnBuilder }[] | null;
  readonly #cut = new CsvCut();
  #csv = new CsvText();
  readonly #header: CsvHeader;
  /** Rows of a JSON request, and those of a named table; both null while the request is CSV or absent. */
  #rows: readonly unknown[] | null = null;
  #table: NamedTable | null = null;
  /** Names of the columns of a table or of CSV with a header, and where among them those of {@link #keys} are, -1 nowhere. */
  #names: readonly string[] | null = null;
  #places: readonly number[] = [];
  /** Rows above the first row of data. */
  #above = 0;
  #count = 0;
  #otherCount = -1;

  /** `chunk` must keep the columns of {@link keptFeatures}. */
  constructor(spec: CaptureSpec, selection: FeatureSelection, cells: CellWriter, chunk: ChunkBuilder) {
    this.#listed = spec.features;
    this.#side = {
      what: 'request',
      rowsKey: spec.requestRows === undefined ? undefined : toKey(spec.requestRows),
      usualKeys: USUAL_KEYS,
      names: spec.features?.map(toKey) ?? null,
      complete: true,
    };
    this.#header = new CsvHeader(this.#side, spec.header);
    this.#selection = selection;
    this.#selected = Array.isArray(selection) ? new Set(selection) : null;
    this.#cells = cells;
    this.#chunk = chunk;
    this.#positions = (spec.features ?? []).map((name) => (this.#isSelected(name) ? chunk.column(name) : null));
    this.#keys =
      keptFeatures(spec, selection)?.map((name) => ({ key: toKey(name), column: chunk.column(name) })) ?? null;
  }

  /** Takes the next request. Returns its rows, -1 when there is no request to read. Throws RejectedRecordError. */
  load(given: Payload): number {
    const { payload, side } = openText(given, this.#side);
    this.#rows = null;
    this.#table = null;
    this.#names = null;
    this.#above = 0;
    this.#otherCount = -1;
    switch (payload.kind) {
      case 'csv':
        this.#loadCsv(payload.text);
        break;
      case 'json':
        this.#loadJson(payload.documents, payload.text, side);
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

  /** How many rows the request has if it is read the other way it can be read, -1 where there is none. */
  get otherCount(): number {
    return this.#otherCount;
  }

  /** For messages: where the rows may be in a request that is one, empty where nothing can be said. */
  get hint(): string {
    return hintOf(this.#rows, 'capture.requestRows');
  }

  /** Says how many rows the request has: one of its two numbers. Throws RejectedRecordError. */
  resolve(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    if (this.#rows !== null) {
      checkColumns(this.#rows.length, 0);
      this.#rows = [this.#rows];
      return;
    }
    const names = readRow(this.#csv);
    requireNames(names, this.#side);
    this.#bind(names, 1);
  }

  /** The rows of a request without a response to say how many there are. Throws RejectedRecordError. */
  decideAlone(): number {
    if (this.#otherCount >= 0 && this.#rows !== null) {
      const detail = `the list in the request may be ${this.#count} rows or one; capture.features says how many values a row has`;
      throw new RejectedRecordError('ambiguous-shape', detail);
    }
    return this.#count;
  }

  /** How many columns the row may add to the chunk. */
  width(row: number): number {
    if (this.#selection === 'none' || this.#count < 0) return 0;
    if (this.#names !== null) return this.#keys === null ? this.#names.length : 0;
    if (this.#rows === null) return this.#listed === undefined ? this.#csv.width(row) : 0;
    const cells = this.#rows[row];
    if (Array.isArray(cells)) return this.#listed === undefined ? cells.length : 0;
    return this.#keys === null && isObject(cells) ? Object.keys(cells).length : 1;
  }

  /** Fills the chunk's current row with row `row` of the request. */
  write(row: number): void {
    if (this.#selection === 'none' || this.#count < 0) return;
    const into = this.#chunk.rows;
    if (this.#names !== null) this.#writeNamed(row, into, this.#names);
    else if (this.#rows === null) this.#writeCsv(row, into);
    else this.#writeJson(this.#rows[row], into);
  }

  #loadCsv(text: string): void {
    const { csv, problem } = this.#cut.cut(text, (cut) => this.#fits(cut));
    this.#csv = csv;
    if (problem !== null) throw new RejectedRecordError('invalid-csv', `the request: ${problem}`);
    this.#count = csv.rows;
    const names = this.#header.read(csv);
    if (names !== null) {
      this.#bind(names, 1);
      this.#count--;
      for (let row = 1; row < csv.rows; row++) this.#checkNamedWidth(csv.width(row), row, names.length);
      return;
    }
    for (let row = 0; row < this.#count; row++) this.#checkWidth(csv.width(row), row);
    // Without listed features a first row of nothing but texts above others may be names: the rows of the response tell.
    if (this.#listed !== undefined || this.#count < 2 || csv.width(0) !== csv.width(1)) return;
    if (isAllText(csv, 0) && !isAllText(csv, 1)) this.#otherCount = this.#count - 1;
  }

  /** Whether the CSV has as many values as features are listed, or a header with all of them. */
  #fits(csv: CsvText): boolean {
    if (this.#listed === undefined || this.#listed.length < 2) return true;
    return csv.width(0) === this.#listed.length || this.#header.isComplete(csv);
  }

  #loadJson(documents: readonly unknown[], text: string | null, side: Side): void {
    const found = findRows(documents, text, side);
    if (found.table !== null) {
      this.#table = found.table;
      this.#count = found.table.rows;
      checkColumns(found.table.names.length, 0);
      if (isTableNested(found.table)) throw allNested();
      this.#bind(found.table.names, 0);
      return;
    }
    const rows = unwrapRows(found.rows, this.#side);
    // A list of plain values is one row where several features are listed, a row each where one is. Where none is listed
    // the rows of the response tell.
    const isList = documents.length === 1 && rows.length > 0 && !rows.some(isNested);
    this.#rows = isList && this.#listed !== undefined && this.#listed.length > 1 ? [rows] : rows;
    this.#count = this.#rows.length;
    if (isList && this.#listed === undefined && rows.length > 1) this.#otherCount = 1;
    if (isAllNested(this.#rows)) throw allNested();
    this.#checkRows(this.#rows);
  }

  #checkRows(rows: readonly unknown[]): void {
    let objects = 0;
    let named = 0;
    for (let row = 0; row < rows.length; row++) {
      const cells = rows[row];
      if (Array.isArray(cells)) {
        this.#checkWidth(cells.length, row);
      } else if (isObject(cells)) {
        checkColumns(Object.keys(cells).length, row);
        objects++;
        if (named === 0 && this.#hasListed(cells)) named++;
      } else {
        this.#checkWidth(1, row);
      }
    }
    if (objects === 0 || named > 0 || this.#listed === undefined) return;
    const [first] = rows.filter(isObject);
    throw missingName(this.#listed[0], Object.keys(first), 'request', hintOf([first], 'capture.requestRows'));
  }

  /** Whether the row has any of the listed features. */
  #hasListed(row: object): boolean {
    return this.#side.names === null || this.#side.names.some((key) => lookUp(row, key) !== undefined);
  }

  /** From here on cells are found by these names. */
  #bind(names: readonly string[], above: number): void {
    this.#names = names;
    this.#above = above;
    if (this.#keys !== null) this.#places = this.#keys.map(({ key }) => names.indexOf(key.name));
  }

  #writeNamed(row: number, into: number, names: readonly string[]): void {
    if (this.#keys === null) {
      for (let i = 0; i < names.length; i++) this.#writeCell(this.#chunk.column(names[i]), into, row, i);
      return;
    }
    for (let i = 0; i < this.#keys.length; i++) {
      if (this.#places[i] >= 0) this.#writeCell(this.#keys[i].column, into, row, this.#places[i]);
    }
  }

  #writeCell(column: ColumnBuilder, into: number, row: number, place: number): void {
    if (this.#table !== null) this.#cells.writeValue(column, into, this.#table.at(row, place));
    else writeCsvField(this.#cells, column, into, this.#csv, this.#csv.firstField(row + this.#above) + place);
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
        const value = onlyValue(lookUp(row, key));
        if (value !== undefined) this.#cells.writeValue(column, into, value);
      }
      return;
    }
    for (const name of Object.keys(row)) this.#cells.writeValue(this.#chunk.column(name), into, onlyValue(row[name]));
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

  #checkWidth(width: number, row: number): void {
    if (this.#listed !== undefined && width !== this.#listed.length) {
      const expected = `the monitor lists ${countOf(this.#listed.length, 'feature')}`;
      const otherwise = this.#rows === null && row === 0 ? this.#cut.describeOthers(this.#csv.text) : '';
      const detail = `row ${row + 1} of the request has ${countOf(width, 'value')}, ${expected}${otherwise}`;
      throw new RejectedRecordError('wrong-column-count', detail);
    }
    checkColumns(width, row);
  }

  #checkNamedWidth(width: number, row: number, names: number): void {
    checkColumns(width, row);
    if (width === names) return;
    const detail = `row ${row + 1} of the request has ${countOf(width, 'value')}, its header ${names}`;
    throw new RejectedRecordError('wrong-column-count', detail);
  }
}

/** The features whose columns are known beforehand; null when the data decides. */
export function keptFeatures(spec: CaptureSpec, selection: FeatureSelection): readonly string[] | null {
  if (selection === 'none') return [];
  return selection ?? spec.features ?? null;
}

export function opaque(side: 'request' | 'response', contentType: string): RejectedRecordError {
  const detail = `the ${side} is BASE64 of content type ${JSON.stringify(contentType)}: not CSV or JSON`;
  return new RejectedRecordError('unsupported-encoding', detail);
}
