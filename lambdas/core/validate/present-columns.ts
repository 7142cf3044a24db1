import { CELL, type TableChunk } from '../columns/column.ts';

/** Records which columns occur, and whether each has a value in any row. */
export class PresentColumns {
  readonly #filled = new Map<string, boolean>();

  add({ columns, rows }: TableChunk): void {
    for (const [name, column] of columns) {
      if (this.#filled.get(name) === true) continue;
      let filled = false;
      for (let row = 0; row < rows && !filled; row++) {
        const code = column.code(row);
        filled = code !== CELL.missing && code !== CELL.nan;
      }
      this.#filled.set(name, filled);
    }
  }

  names(): ReadonlySet<string> {
    return new Set(this.#filled.keys());
  }

  isEmpty(name: string): boolean {
    return this.#filled.get(name) === false;
  }

  empty(): string[] {
    return [...this.#filled].filter(([, filled]) => !filled).map(([name]) => name);
  }
}
