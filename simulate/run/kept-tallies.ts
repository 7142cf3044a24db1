import { appendFileSync, existsSync } from 'node:fs';
import type { Tally } from '../count/tally.ts';
import type { Cell } from '../play/cell.ts';
import { readJsonLines } from './read-json-lines.ts';

type Line = Tally & { readonly spec: Cell };

/**
 * A file with the rows of a table, a line of JSON each with everything needed to repeat its cell. A run that was stopped goes on
 * with the cells that the file does not hold yet.
 */
export class KeptTallies {
  readonly #file: string | undefined;
  readonly #lines: readonly Line[];

  /** @param file undefined: nothing is kept */
  constructor(file: string | undefined) {
    this.#file = file;
    this.#lines = file !== undefined && existsSync(file) ? (readJsonLines(file) as Line[]) : [];
  }

  /** The rows of a cell that was played before, with the same settings and the same seed; null: it was not. */
  find(cell: Cell): Tally[] | null {
    const wanted = JSON.stringify(cell);
    const found = this.#lines.filter(({ spec }) => JSON.stringify(spec) === wanted);
    return found.length === 0 ? null : found.map(({ spec, ...tally }) => tally);
  }

  add(cell: Cell, tallies: readonly Tally[]): void {
    if (this.#file === undefined) return;
    appendFileSync(this.#file, tallies.map((tally) => `${JSON.stringify({ ...tally, spec: cell })}\n`).join(''));
  }
}
