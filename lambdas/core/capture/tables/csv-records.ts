import { CsvText } from '../csv-text.ts';
import { DEFAULT_MAX_LINE_BYTES } from '../line-cutter.ts';

/**
 * Joins lines to records, because a quoted field may span several lines, and separates them again if the record is not
 * CSV.
 */
export class CsvRecords {
  readonly csv: CsvText;
  /** The problem of the current record. null: none. */
  problem: string | null = null;
  /** The first line of the current record. */
  line = 0;
  #numbers: number[] = [];
  #texts: string[] = [];
  /** The index of the first unused line, which follows the current record, and of the current record's first line. */
  #at = 0;
  #start = 0;
  /** The lines of an incomplete record that were examined, their quotes and length. */
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

  /** Ends the file: no more lines follow. */
  end(): void {
    this.#ended = true;
  }

  /** Finds the next record. false if it needs more lines, or if there is none. */
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

  /** Rejects the first line of the current record and returns it. The record's other lines are read again. */
  rejectLine(): string {
    this.#at = this.#start + 1;
    return this.#texts[this.#start];
  }

  /** Adds lines until the record has an even number of quotes, as every complete record has. */
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
