import { canonicalText, compareTexts, hashText } from './category-text.ts';
import type { Categories } from './types.ts';

/** The number of cells that count the rows of categories beyond the cap, by the remainder of the category's hash. */
export const REST_CELLS = 256;

interface Kept {
  readonly hash: number;
  rows: number;
}

/**
 * Counts rows by category. Keeps all known categories, and of the others the `cap` ones with the smallest hashes. A
 * dropped category can never be among those again, so the kept counts are exact, and the choice depends on nothing but
 * the set of categories (bottom-k sampling, Cohen & Kaplan 2007). The rows of dropped categories are counted by hash in
 * {@link REST_CELLS} cells.
 */
export class CategoryAccumulator {
  readonly #cap: number;
  /** The position of each known category in `#knownRows`. */
  readonly #known: ReadonlyMap<string, number>;
  readonly #knownRows: Float64Array;
  #kept = new Map<string, Kept>();
  /** Categories with a larger hash have been dropped. */
  #largestHash = Number.POSITIVE_INFINITY;
  #other = 0;
  /** null until a category is dropped, and if the cells are not wanted. */
  #rest: Float64Array | null = null;
  readonly #wantsRest: boolean;
  /** Whether some rows of `other` were absorbed without their cells. */
  #unplaced = false;
  /** The smallest hash bound below which all absorbed parts name every category. */
  #partsNameBelow = Number.POSITIVE_INFINITY;
  #capped = false;

  /** @param wantsRest Whether to count dropped rows by hash. Not needed for mere examples. */
  constructor(
    cap: number,
    known: ReadonlyMap<string, number> = new Map(),
    { wantsRest = true }: { readonly wantsRest?: boolean } = {},
  ) {
    this.#cap = cap;
    this.#known = known;
    this.#wantsRest = wantsRest;
    this.#knownRows = new Float64Array(known.size);
  }

  add(text: string, rows: number): void {
    const position = this.#known.get(text);
    if (position !== undefined) {
      this.#knownRows[position] += rows;
      return;
    }
    const kept = this.#kept.get(text);
    if (kept !== undefined) {
      kept.rows += rows;
      return;
    }
    this.#addNew(text, rows);
  }

  /** Adds a text that is not kept as it is: shortened because it is too long, dropped before, or new. */
  #addNew(text: string, rows: number): void {
    const category = canonicalText(text);
    if (category.length !== text.length) {
      this.add(category, rows);
      return;
    }
    const hash = hashText(category);
    if (hash > this.#largestHash) {
      this.#drop(hash, rows);
      return;
    }
    this.#kept.set(category, { hash, rows });
    if (this.#kept.size > 2 * this.#cap) this.#prune();
  }

  #drop(hash: number, rows: number): void {
    this.#other += rows;
    if (!this.#wantsRest) return;
    this.#rest ??= new Float64Array(REST_CELLS);
    this.#rest[hash % REST_CELLS] += rows;
  }

  /** Keeps the `cap` categories with the smallest hashes. Ties are broken by text. */
  #prune(): void {
    if (this.#kept.size <= this.#cap) return;
    const sorted = [...this.#kept].sort((a, b) => a[1].hash - b[1].hash || compareTexts(a[0], b[0]));
    for (let i = this.#cap; i < sorted.length; i++) this.#drop(sorted[i][1].hash, sorted[i][1].rows);
    this.#kept = new Map(sorted.slice(0, this.#cap));
    this.#largestHash = this.#cap === 0 ? -1 : sorted[this.#cap - 1][1].hash;
    this.#capped = true;
  }

  absorb(part: Categories): void {
    for (const [category, rows] of part.counts) this.add(category, rows);
    this.#other += part.other;
    this.#capped ||= part.capped;
    if (part.capped) this.#partsNameBelow = Math.min(this.#partsNameBelow, part.namedBelow ?? 0);
    if (part.other === 0 || !this.#wantsRest) return;
    if (part.rest === undefined) {
      this.#unplaced = true;
      return;
    }
    this.#rest ??= new Float64Array(REST_CELLS);
    for (let cell = 0; cell < REST_CELLS; cell++) this.#rest[cell] += part.rest[cell];
  }

  finish(): Categories {
    this.#prune();
    const counts: (readonly [string, number])[] = [];
    for (const [category, position] of this.#known) {
      if (this.#knownRows[position] > 0) counts.push([category, this.#knownRows[position]]);
    }
    for (const [category, { rows }] of this.#kept) counts.push([category, rows]);
    const categories = { counts: sortCategories(counts), other: this.#other, capped: this.#capped };
    if (this.#rest === null || this.#unplaced) return categories;
    const namedBelow = Math.max(0, Math.min(this.#largestHash, this.#partsNameBelow));
    return { ...categories, namedBelow, rest: Array.from(this.#rest) };
  }
}

/** The rows of a column's categories, including those of categories beyond the cap. */
export function categoryRows({ counts, other }: Pick<Categories, 'counts' | 'other'>): number {
  return counts.reduce((sum, [, rows]) => sum + rows, other);
}

/** Sorts in place, descending by rows, then ascending by text. */
export function sortCategories(counts: (readonly [string, number])[]): readonly (readonly [string, number])[] {
  return counts.sort((a, b) => b[1] - a[1] || compareTexts(a[0], b[0]));
}
