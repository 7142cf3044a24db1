import { canonicalText, compareTexts, hashText } from './category-text.ts';
import type { Categories } from './types.ts';

interface Kept {
  readonly hash: number;
  rows: number;
}

/**
 * Counts rows by category. Known categories are always kept; of the others the `cap` ones with the smallest hash. A category
 * that has once been dropped can never be among those again, so the kept counts are exact and which ones are kept depends
 * on nothing but the set of categories (bottom-k sampling, Cohen & Kaplan 2007).
 */
export class CategoryAccumulator {
  readonly #cap: number;
  /** Position of each known category in `#knownRows`. */
  readonly #known: ReadonlyMap<string, number>;
  readonly #knownRows: Float64Array;
  #kept = new Map<string, Kept>();
  /** Hashes above it have been dropped before. */
  #largestHash = Number.POSITIVE_INFINITY;
  #other = 0;
  #capped = false;

  constructor(cap: number, known: ReadonlyMap<string, number> = new Map()) {
    this.#cap = cap;
    this.#known = known;
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

  /** A text that was not found as it stands: too long to be, dropped before, or new. */
  #addNew(text: string, rows: number): void {
    const category = canonicalText(text);
    if (category.length !== text.length) {
      this.add(category, rows);
      return;
    }
    const hash = hashText(category);
    if (hash > this.#largestHash) {
      this.#other += rows;
      return;
    }
    this.#kept.set(category, { hash, rows });
    if (this.#kept.size > 2 * this.#cap) this.#prune();
  }

  /** Keeps the `cap` smallest hashes; equal ones by text. */
  #prune(): void {
    if (this.#kept.size <= this.#cap) return;
    const sorted = [...this.#kept].sort((a, b) => a[1].hash - b[1].hash || compareTexts(a[0], b[0]));
    for (let i = this.#cap; i < sorted.length; i++) this.#other += sorted[i][1].rows;
    this.#kept = new Map(sorted.slice(0, this.#cap));
    this.#largestHash = this.#cap === 0 ? -1 : sorted[this.#cap - 1][1].hash;
    this.#capped = true;
  }

  absorb(part: Categories): void {
    for (const [category, rows] of part.counts) this.add(category, rows);
    this.#other += part.other;
    this.#capped ||= part.capped;
  }

  finish(): Categories {
    this.#prune();
    const counts: (readonly [string, number])[] = [];
    for (const [category, position] of this.#known) {
      if (this.#knownRows[position] > 0) counts.push([category, this.#knownRows[position]]);
    }
    for (const [category, { rows }] of this.#kept) counts.push([category, rows]);
    return { counts: sortCategories(counts), other: this.#other, capped: this.#capped };
  }
}

/** Descending by rows, then ascending by text. Sorts in place. */
export function sortCategories(counts: (readonly [string, number])[]): readonly (readonly [string, number])[] {
  return counts.sort((a, b) => b[1] - a[1] || compareTexts(a[0], b[0]));
}
