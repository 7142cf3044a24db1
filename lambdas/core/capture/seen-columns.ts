/** Sets of columns that are kept, and names of each. Of others, a finding about a missing column names no replacement. */
const MOST_SETS = 50;
const MOST_NAMES = 2000;

/** What stands where a column does not. */
export interface Replacement {
  /** The columns beside which it is missing, and, if it occurs elsewhere, which do not occur there. */
  readonly names: readonly string[];
  /** Whether the column occurs in other files or rows. */
  readonly isElsewhere: boolean;
}

/** Keeps which columns occur together in files, and in rows of JSON, to find a column that has another name in some of them. */
export class SeenColumns {
  readonly #sets = new Map<string, ReadonlySet<string>>();
  /** The latest, because rows that follow each other are mostly alike. */
  #last: readonly string[] = [];

  #hasWholeRow = false;
  /** Those of the file that is read. */
  #ofFile = new Map<string, readonly string[]>();

  /** Whether {@link addRow} may add such a row: asked before the names of its columns are gathered. */
  wantsRow(isWhole: boolean): boolean {
    return this.#sets.size < MOST_SETS && !(isWhole && this.#hasWholeRow);
  }

  /** Starts another file. */
  openFile(): void {
    this.#hasWholeRow = false;
    this.#last = [];
    this.#ofFile = new Map();
  }

  /** The columns of the file that was read, to be added again; null: some of them may not have been kept. */
  get fileSets(): (readonly string[])[] | null {
    return this.#sets.size >= MOST_SETS ? null : [...this.#ofFile.values()];
  }

  /**
   * Adds the columns of a row. Of a file's rows with all features, which are alike, the first is enough.
   *
   * @param isWhole Whether it has all features.
   */
  addRow(names: readonly string[], isWhole: boolean): void {
    if (!this.wantsRow(isWhole)) return;
    this.#hasWholeRow ||= isWhole;
    this.add(names);
  }

  /** Adds the columns of a file or of a row. */
  add(names: readonly string[]): void {
    if (isSame(names, this.#last)) return;
    this.#last = names;
    if (names.length > MOST_NAMES || this.#sets.size >= MOST_SETS) return;
    const key = JSON.stringify(names);
    this.#ofFile.set(key, names);
    if (!this.#sets.has(key)) this.#sets.set(key, new Set(names));
  }

  /** The columns that occur together, to be added again. */
  get sets(): string[][] {
    return Array.from(this.#sets.values(), (names) => [...names]);
  }

  /** What stands in place of a column; null: no file or row lacks it. */
  replacing(column: string): Replacement | null {
    const all = [...this.#sets.values()];
    const without = all.filter((names) => !names.has(column));
    if (without.length === 0) return null;
    const elsewhere = all.filter((names) => names.has(column));
    const known = new Set(elsewhere.flatMap((names) => [...names]));
    const names = new Set(without.flatMap((set) => [...set]).filter((name) => !known.has(name)));
    return { names: [...names], isElsewhere: elsewhere.length > 0 };
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
