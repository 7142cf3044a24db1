import type { CellWriter } from '../columns/cell-writer.ts';
import type { ChunkBuilder } from '../columns/chunk-builder.ts';
import { CsvCut } from './csv-cut.ts';
import { CsvHeader, isAllText, readRow } from './csv-header.ts';
import { CsvText } from './csv-text.ts';
import { openText } from './enclosed-text.ts';
import { FeatureColumns, type FeatureSelection } from './feature-columns.ts';
import { isNested, isObject, toFieldPath } from './field-path.ts';
import { unwrapRows } from './layouts/dense.ts';
import { findRows } from './layouts/find.ts';
import type { NamedTable, PayloadSide } from './layouts/layout.ts';
import { requireNames, surveyNames, UNDER } from './layouts/names.ts';
import { USUAL_REQUEST_KEYS } from './layouts/usual-keys.ts';
import type { Payload } from './payload.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import { RequestChecks } from './request-checks.ts';
import type { SeenColumns } from './seen-columns.ts';
import type { CaptureSpec } from './spec.ts';
import { allNested, ambiguousList, checkColumns, hintOf, isAllNested, isTableNested, opaque } from './table-shape.ts';

/**
 * Reads the rows of one request after the other into the chunk's feature columns: by name if the request has names,
 * otherwise by position.
 */
export class RequestRows {
  readonly #listed: readonly string[] | undefined;
  readonly side: PayloadSide;
  readonly columns: FeatureColumns;
  readonly #checks: RequestChecks;
  readonly #cut = new CsvCut();
  #csv = new CsvText();
  readonly #header: CsvHeader;
  /** The rows of a JSON request, or its named table. Both null: the request is CSV or absent. */
  #rows: readonly unknown[] | null = null;
  #table: NamedTable | null = null;
  /** The names of the columns of a table, or of CSV with a header. */
  #names: readonly string[] | null = null;
  readonly #describeOthers = () => this.#cut.describeOthers(this.#csv.text);
  /** The number of rows above the first row of data. */
  #above = 0;
  #count = 0;
  #otherCount = -1;

  /** `chunk` must keep the columns of {@link keptFeatures}. */
  constructor(
    spec: CaptureSpec,
    selection: FeatureSelection,
    cells: CellWriter,
    chunk: ChunkBuilder,
    seen?: SeenColumns,
  ) {
    this.#listed = spec.features;
    this.side = {
      what: 'request',
      rowsKey: spec.requestRows === undefined ? undefined : toFieldPath(spec.requestRows),
      usualKeys: USUAL_REQUEST_KEYS,
      names: spec.features?.map(toFieldPath) ?? null,
      complete: true,
    };
    this.#header = new CsvHeader(this.side, spec.header);
    this.#checks = new RequestChecks(spec.features, this.side);
    this.columns = new FeatureColumns(spec, selection, cells, chunk, seen);
  }

  /**
   * Loads the next request. Returns its number of rows, -1 if there is no request to read. Throws RejectedRecordError.
   */
  load(given: Payload): number {
    const { payload, side } = openText(given, this.side);
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

  /** The number of rows in the other possible reading of the request, -1 if there is only one reading. */
  get otherCount(): number {
    return this.#otherCount;
  }

  /** For messages: a hint at rows inside a request that was read as one row. May be empty. */
  get hint(): string {
    return hintOf(this.#rows, 'capture.requestRows');
  }

  /** Decides for one of the two possible numbers of rows. Throws RejectedRecordError. */
  resolve(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    if (this.#rows !== null) {
      checkColumns(this.#rows.length, 0);
      this.#rows = [this.#rows];
      return;
    }
    const names = readRow(this.#csv);
    requireNames(names, this.side);
    this.#bind(names, 1);
  }

  /** The number of rows of a request without a response that could decide it. Throws RejectedRecordError. */
  decideAlone(): number {
    if (this.#otherCount >= 0 && this.#rows !== null) throw ambiguousList(this.#count);
    return this.#count;
  }

  /** How many columns the row may add to the chunk. */
  width(row: number): number {
    if (this.columns.none || this.#count < 0) return 0;
    if (this.#names !== null) return this.columns.namedWidth(this.#names.length);
    if (this.#rows === null) return this.columns.listWidth(this.#csv.width(row));
    const cells = this.#rows[row];
    if (Array.isArray(cells)) return this.columns.listWidth(cells.length);
    return isObject(cells) ? this.columns.objectWidth(cells) : 1;
  }

  /** Writes row `row` of the request into the chunk's current row. */
  write(row: number): void {
    if (this.columns.none || this.#count < 0) return;
    if (this.#table !== null) this.columns.writeTableRow(this.#table, row);
    else if (this.#names !== null) this.columns.writeNamedFields(this.#csv, row + this.#above);
    else if (this.#rows === null) this.columns.writeFields(this.#csv, row);
    else this.columns.writeJson(this.#rows[row]);
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
      for (let row = 1; row < csv.rows; row++) this.#checks.checkNamedWidth(csv.width(row), row, names.length);
      return;
    }
    for (let row = 0; row < this.#count; row++) {
      this.#checks.checkWidth(csv.width(row), row, row === 0 ? this.#describeOthers : undefined);
    }
    // Without listed features, a first row of texts above other rows may be a header. The rows of the response decide.
    if (this.#listed !== undefined || this.#count < 2 || csv.width(0) !== csv.width(1)) return;
    if (isAllText(csv, 0) && !isAllText(csv, 1)) this.#otherCount = this.#count - 1;
  }

  /** Whether the CSV has as many values as features are listed, or a header with all of them. */
  #fits(csv: CsvText): boolean {
    if (this.#listed === undefined || this.#listed.length < 2) return true;
    return csv.width(0) === this.#listed.length || this.#header.isComplete(csv);
  }

  #loadJson(documents: readonly unknown[], text: string | null, side: PayloadSide): void {
    const found = findRows(documents, text, side);
    if (found.table !== null) {
      this.#table = found.table;
      this.#count = found.table.rows;
      checkColumns(found.table.names.length, 0);
      if (isTableNested(found.table)) throw allNested();
      this.#bind(found.table.names, 0);
      return;
    }
    const rows = unwrapRows(found.rows, this.side);
    // A list of plain values is one row if several features are listed, and one row per value if one is listed. If none is
    // listed, the rows of the response decide.
    const isList = documents.length === 1 && rows.length > 0 && !rows.some(isNested);
    this.#rows = isList && this.#listed !== undefined && this.#listed.length > 1 ? [rows] : rows;
    this.#count = this.#rows.length;
    if (isList && this.#listed === undefined && rows.length > 1) this.#otherCount = 1;
    if (isAllNested(this.#rows) && !this.#rows.some((row) => this.#hasListed(row))) throw allNested();
    this.#checks.checkJsonRows(this.#rows);
  }

  /** Whether a row of nested values has a plain value under a listed name, such as `customer.age`. */
  #hasListed(row: unknown): boolean {
    const { names } = this.side;
    return names !== null && isObject(row) && surveyNames(row, names) === UNDER.plain;
  }

  /** Reads the cells by these names from now on. */
  #bind(names: readonly string[], above: number): void {
    this.#names = names;
    this.#above = above;
    this.columns.bind(names);
  }
}
