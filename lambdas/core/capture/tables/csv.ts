import type { ColumnBuilder } from '../../columns/column-builder.ts';
import { countOf } from '../../text/numbers.ts';
import { CsvText, writeCsvField } from '../csv-text.ts';
import { DEFAULT_MAX_LINE_BYTES, readLines } from '../lines.ts';
import { MAX_COLUMNS, positionName } from '../request-rows.ts';
import { type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';
import { RowBuilder } from './row-builder.ts';

/**
 * CSV (RFC 4180), streaming. A record that is not CSV, or has another number of fields than the header (without one: than
 * the names or else the first record), is rejected with its line, and reading goes on with the NEXT LINE, so that a stray
 * quote costs its line and not the lines up to the next quote. Blank lines are no records.
 */
export const readCsv: TableReader = async function* (source, options) {
  const rows = new RowBuilder(options);
  const records = new CsvRecords();
  let layout: Layout | null = null;
  const reject = (reason: 'invalid-csv' | 'wrong-column-count', detail: string) =>
    options.log.reject(reason, source.uri, records.line, detail, records.rejectLine());

  const lines = readLines(source, { log: options.log, verbatim: true });
  for (let ended = false; !ended; ) {
    const next = await lines.next();
    if (next.done) {
      ended = true;
      records.end();
    } else {
      records.append(next.value.numbers, next.value.texts);
    }
    while (records.next()) {
      if (records.problem !== null) {
        if (layout === null && options.header)
          throw new UnreadableFileError(source.uri, `the header is not CSV: ${records.problem}`);
        reject('invalid-csv', records.problem);
        continue;
      }
      const { csv } = records;
      if (layout === null) {
        layout = new Layout(csv, options, source.uri);
        if (options.header) continue;
      }
      const width = csv.width(0);
      if (width !== layout.width) {
        reject('wrong-column-count', `the record has ${countOf(width, 'field')}, ${layout.width} are expected`);
        continue;
      }
      if (rows.isFullFor(0)) {
        yield rows.take();
        layout.bind(rows);
      }
      layout.write(csv, rows);
      rows.endRow(records.line);
    }
  }
  if (rows.chunk.rows > 0) yield rows.take();
};

/** Puts physical lines together to records, and takes them apart again where a record turns out not to be one. */
class CsvRecords {
  readonly csv = new CsvText();
  /** What is wrong with the current record, null when nothing is. */
  problem: string | null = null;
  /** First line of the current record. */
  line = 0;
  #numbers: number[] = [];
  #texts: string[] = [];
  /** Index of the first line not yet used, and of the line after the current record. */
  #at = 0;
  #start = 0;
  /** Lines of an open record already looked at, their quotes and bytes. */
  #open = 0;
  #quotes = 0;
  #length = 0;
  #ended = false;

  append(numbers: readonly number[], texts: readonly string[]): void {
    this.#numbers = this.#numbers.slice(this.#at);
    this.#texts = this.#texts.slice(this.#at);
    for (const number of numbers) this.#numbers.push(number);
    for (const text of texts) this.#texts.push(text);
    this.#at = 0;
  }

  /** No more lines come. */
  end(): void {
    this.#ended = true;
  }

  /** Finds the next record; false when it needs more lines or there is none. */
  next(): boolean {
    while (this.#at < this.#texts.length) {
      const first = this.#texts[this.#at];
      if (this.#open === 0 && (first === '' || first === '\r')) {
        this.#at++;
        continue;
      }
      const complete = this.#complete();
      if (!complete && !this.#ended && this.#length < DEFAULT_MAX_LINE_BYTES) return false;
      const count = complete ? this.#open : 1;
      const text = count === 1 ? first : this.#texts.slice(this.#at, this.#at + count).join('\n');
      this.problem = complete
        ? this.csv.scan(text.endsWith('\r') ? text.slice(0, -1) : text)
        : 'a quoted field is not closed';
      this.line = this.#numbers[this.#at];
      this.#start = this.#at;
      this.#at += count;
      this.#open = 0;
      this.#quotes = 0;
      this.#length = 0;
      return true;
    }
    return false;
  }

  /** Gives up the current record's first line and returns it; the record's other lines come again. */
  rejectLine(): string {
    this.#at = this.#start + 1;
    return this.#texts[this.#start];
  }

  /** Adds lines to the record until its quotes are even, as they are in every closed record. */
  #complete(): boolean {
    while (this.#at + this.#open < this.#texts.length) {
      const text = this.#texts[this.#at + this.#open];
      this.#quotes += countQuotes(text);
      this.#length += text.length;
      this.#open++;
      if (this.#quotes % 2 === 0) return true;
    }
    return false;
  }
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}

/** What stands where in a record. */
class Layout {
  readonly width: number;
  readonly #names: readonly string[];
  readonly #wanted: readonly number[];
  readonly #texts: ReadonlySet<string>;
  #columns: readonly ColumnBuilder[] = [];

  constructor(first: CsvText, { header, names, columns, texts }: TableOptions, uri: string) {
    const found = first.width(0);
    if (found > MAX_COLUMNS) {
      throw new UnreadableFileError(uri, `it has ${found} columns, accepted are at most ${MAX_COLUMNS}`);
    }
    this.width = header ? found : Math.max(found, names.length);
    this.#names = Array.from({ length: this.width }, (_, i) =>
      header ? first.field(first.firstField(0) + i) : (names[i] ?? positionName(i)),
    );
    refuseDuplicates(this.#names, uri);
    const wanted = columns === null ? null : new Set(columns);
    this.#wanted = this.#names.flatMap((name, i) => (wanted === null || wanted.has(name) ? [i] : []));
    this.#texts = texts;
  }

  /** Gets the columns of the next chunk. */
  bind({ chunk }: RowBuilder): void {
    this.#columns = this.#wanted.map((position) => chunk.column(this.#names[position]));
  }

  write(csv: CsvText, rows: RowBuilder): void {
    if (this.#columns.length === 0) this.bind(rows);
    const first = csv.firstField(0);
    for (let i = 0; i < this.#wanted.length; i++) {
      const position = this.#wanted[i];
      if (this.#texts.size > 0 && this.#texts.has(this.#names[position])) {
        rows.cells.writeText(this.#columns[i], rows.chunk.rows, csv.field(first + position));
      } else {
        writeCsvField(rows.cells, this.#columns[i], rows.chunk.rows, csv, first + position);
      }
    }
  }
}

function refuseDuplicates(names: readonly string[], uri: string): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  if (twice.size === 0) return;
  const list = [...twice].map((name) => JSON.stringify(name)).join(', ');
  throw new UnreadableFileError(uri, `the header names a column more than once: ${list}`);
}
