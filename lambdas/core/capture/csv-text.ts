import type { CellWriter } from '../columns/cell-writer.ts';
import type { ColumnBuilder } from '../columns/column-builder.ts';
import { enlarge } from '../columns/growable.ts';

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;

/**
 * Finds the rows and fields of a CSV text (RFC 4180, with any delimiter) without copying them. Reuse one instance: each
 * {@link scan} replaces the text before.
 *
 * Rows end in LF or CRLF. Line ends at the end of the text do not begin another row. An empty line is skipped among
 * rows of several fields, and an empty field among rows of one field.
 */
export class CsvText {
  #text = '';
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  /** 0: not quoted, 1: quoted, 2: quoted with doubled quotes inside. */
  #quotes = new Uint8Array(64);
  #fields = 0;
  /** By row, the index of the field after its last one. */
  #rowEnds = new Int32Array(16);
  #rows = 0;
  readonly #delimiter: number;

  /** @param delimiter One character, but not a quote or line end. */
  constructor(delimiter = ',') {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  get text(): string {
    return this.#text;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The index of a row's first field. */
  firstField(row: number): number {
    return row === 0 ? 0 : this.#rowEnds[row - 1];
  }

  /** The number of fields of a row. */
  width(row: number): number {
    return this.#rowEnds[row] - this.firstField(row);
  }

  /** The start and end of a field in {@link text}, without its quotes. */
  start(field: number): number {
    return this.#starts[field];
  }
  end(field: number): number {
    return this.#ends[field];
  }

  quoted(field: number): boolean {
    return this.#quotes[field] !== 0;
  }

  /** Whether the field has doubled quotes, so that its value is {@link field} and not a part of {@link text}. */
  escaped(field: number): boolean {
    return this.#quotes[field] === 2;
  }

  /** The field as text. */
  field(field: number): string {
    const text = this.#text.slice(this.#starts[field], this.#ends[field]);
    return this.#quotes[field] === 2 ? text.replaceAll('""', '"') : text;
  }

  /** Finds the rows and fields of a text. Returns an error of syntax, or null. */
  scan(text: string): string | null {
    this.#text = text;
    this.#fields = 0;
    this.#rows = 0;
    const end = withoutNewlines(text);
    if (end === 0) return null;
    const delimiter = this.#delimiter;
    let at = 0;
    for (;;) {
      const quoted = text.charCodeAt(at) === QUOTE && at < end;
      let quotes = 0;
      let start = at;
      let stop: number;
      if (quoted) {
        start = at + 1;
        quotes = 1;
        for (stop = start; ; stop += 2) {
          stop = text.indexOf('"', stop);
          if (stop === -1 || stop >= end) return 'a quoted field is not closed';
          if (stop + 1 >= end || text.charCodeAt(stop + 1) !== QUOTE) break;
          quotes = 2;
        }
        at = stop + 1;
      } else {
        for (; at < end; at++) {
          const code = text.charCodeAt(at);
          if (code === delimiter || code === NEWLINE) break;
          if (code === QUOTE) return 'a field that is not quoted contains a quote';
        }
        stop = at;
      }
      const code = at < end ? text.charCodeAt(at) : NEWLINE;
      if (code === delimiter) {
        this.#push(start, stop, quotes);
        at++;
        continue;
      }
      if (quoted && code === RETURN && (at + 1 === end || text.charCodeAt(at + 1) === NEWLINE)) at++;
      else if (quoted && code !== NEWLINE) return 'text follows the closing quote of a field';
      else if (!quoted && stop > start && text.charCodeAt(stop - 1) === RETURN && at < end) stop--;
      this.#push(start, stop, quotes);
      this.#endRow();
      if (at >= end) return null;
      at++;
    }
  }

  #push(start: number, end: number, quotes: number): void {
    const index = this.#fields++;
    if (index === this.#starts.length) this.#growFields();
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#quotes[index] = quotes;
  }

  #endRow(): void {
    const last = this.#fields - 1;
    const blank = this.#starts[last] === this.#ends[last] && this.#quotes[last] === 0;
    const first = this.#rows === 0 ? 0 : this.#rowEnds[this.#rows - 1];
    if (blank && last === first && this.#rows > 0 && this.width(0) > 1) {
      this.#fields--;
      return;
    }
    if (this.#rows === this.#rowEnds.length) this.#rowEnds = enlarge(this.#rowEnds);
    this.#rowEnds[this.#rows++] = this.#fields;
  }

  #growFields(): void {
    this.#starts = enlarge(this.#starts);
    this.#ends = enlarge(this.#ends);
    this.#quotes = enlarge(this.#quotes);
  }
}

/** Writes a field into a cell. */
export function writeCsvField(
  cells: CellWriter,
  column: ColumnBuilder,
  row: number,
  csv: CsvText,
  field: number,
): void {
  if (csv.escaped(field)) {
    const text = csv.field(field);
    cells.writeField(column, row, text, 0, text.length);
  } else {
    cells.writeField(column, row, csv.text, csv.start(field), csv.end(field));
  }
}

/** The length of the text without the line ends at its end. */
function withoutNewlines(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === NEWLINE) {
    end--;
    if (end > 0 && text.charCodeAt(end - 1) === RETURN) end--;
  }
  return end;
}
