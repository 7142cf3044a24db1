import type { TableChunk } from '../columns/column.ts';
import { addColumn, type ColumnTotals, haveSameTotals, identifyRows, startTotals } from './column-totals.ts';

/** Files with fewer rows may be equal by chance. */
const FEWEST_ROWS = 20;
/** The most columns that are remembered over all files; files beyond it are not compared with later ones. */
const MOST_COLUMNS = 200_000;

/**
 * Finds files that hold the same rows, even in another format, order of rows or order of columns. Two files are the
 * same when they have the same columns and equally many rows, every column has the same totals, and at least one of
 * these columns identifies rows: by 20 distinct values, or by 20 changes from row to row at the same places. Columns
 * that a format writes as another type, such as times, are not compared. Memory: a few numbers per column and file.
 */
export class SameDataFinder {
  readonly #files = new Map<number, { readonly uri: string; readonly columns: ReadonlyMap<string, ColumnTotals> }[]>();
  #columns = new Map<string, ColumnTotals>();
  #rows = 0;
  #remembered = 0;

  add({ rows, columns }: TableChunk): void {
    for (const [name, column] of columns) {
      let totals = this.#columns.get(name);
      if (totals === undefined) {
        totals = startTotals(this.#rows);
        this.#columns.set(name, totals);
      }
      addColumn(totals, column, this.#rows);
    }
    this.#rows += rows;
    for (const totals of this.#columns.values()) {
      totals.missing = this.#rows - totals.numbers - totals.texts;
    }
  }

  /** Ends a file. @returns the earlier file with the same rows, or null */
  endFile(uri: string): { readonly uri: string; readonly rows: number } | null {
    const columns = this.#columns;
    const rows = this.#rows;
    this.#columns = new Map();
    this.#rows = 0;
    if (rows < FEWEST_ROWS) return null;
    const alike = this.#files.get(rows) ?? [];
    const same = alike.find((other) => holdSameRows(other.columns, columns));
    if (same !== undefined) return { uri: same.uri, rows };
    if (this.#remembered + columns.size <= MOST_COLUMNS) {
      this.#remembered += columns.size;
      this.#files.set(rows, [...alike, { uri, columns }]);
    }
    return null;
  }
}

function holdSameRows(a: ReadonlyMap<string, ColumnTotals>, b: ReadonlyMap<string, ColumnTotals>): boolean {
  if (a.size !== b.size) return false;
  let identifies = false;
  for (const [name, left] of a) {
    const right = b.get(name);
    if (right === undefined) return false;
    // Formats store times as numbers or as texts, so a difference of types says nothing.
    if (left.numbers > 0 !== right.numbers > 0 || left.texts > 0 !== right.texts > 0) continue;
    if (!haveSameTotals(left, right)) return false;
    identifies ||= identifyRows(left, right);
  }
  return identifies;
}
