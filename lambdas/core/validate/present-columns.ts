import { CELL, type TableChunk } from '../columns/column.ts';

/** Records which columns occur, whether each has a value in any row, and whether all values are lists or objects. */
export class PresentColumns {
  readonly #filled = new Map<string, boolean>();
  /** Columns with a list or an object, and no plain value yet. */
  readonly #nested = new Set<string>();

  add({ columns, rows }: TableChunk): void {
    for (const [name, column] of columns) {
      const isNested = this.#nested.has(name);
      if (this.#filled.get(name) === true && !isNested) continue;
      let plain = false;
      let nested = isNested;
      for (let row = 0; row < rows && !plain; row++) {
        const code = column.code(row);
        if (code === CELL.nested) nested = true;
        else plain = code !== CELL.missing && code !== CELL.nan;
      }
      this.#filled.set(name, plain || nested);
      if (nested && !plain) this.#nested.add(name);
      else this.#nested.delete(name);
    }
  }

  names(): ReadonlySet<string> {
    return new Set(this.#filled.keys());
  }

  isEmpty(name: string): boolean {
    return this.#filled.get(name) === false;
  }

  /** Whether the column has lists or objects and no plain value. */
  isNested(name: string): boolean {
    return this.#nested.has(name);
  }

  empty(): string[] {
    return [...this.#filled].filter(([, filled]) => !filled).map(([name]) => name);
  }
}
