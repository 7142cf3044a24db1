import { CsvText } from '../csv-text.ts';
import { DEFAULT_MAX_LINE_BYTES } from '../line-cutter.ts';

/** Puts physical lines together to records, and takes them apart again where a record turns out not to be one. */
export class CsvRecords {
  readonly csv: CsvText;
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

  constructor(delimiter: string) {
    this.csv = new CsvText(delimiter);
  }

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
