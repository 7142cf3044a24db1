import { enlarge } from '../columns/growable.ts';
import { toArray } from './doubles.ts';
import type { SketchNumbers } from './types.ts';

/** The capacity of each level in proportion to the level above. */
const SHRINKAGE = 2 / 3;
/** The smallest capacity of a level. Sorting larger pieces takes less time per value. */
const LEAST_CAPACITY = 128;

/**
 * The KLL quantile sketch (Karnin, Lang & Liberty 2016, "Optimal quantile approximation in streams"): a value on level
 * i stands for 2^i rows. A full level is sorted, and every second value moves up. A hash of the number of rows chooses
 * between the odd and the even ones, so that equal input gives an equal sketch. Does not take NaN.
 */
export class QuantileSketch {
  readonly k: number;
  count = 0;
  #levels: Float64Array[] = [new Float64Array(LEAST_CAPACITY)];
  #sizes: number[] = [0];
  #retained = 0;
  #capacity: number;

  constructor(k: number) {
    this.k = k;
    this.#capacity = this.#capacityOf(0);
  }

  /** Adds values[from, to), one row each. */
  addAll(values: Float64Array, from: number, to: number): void {
    let i = from;
    while (i < to) {
      const take = Math.min(to - i, Math.max(1, this.#capacity - this.#retained));
      this.#append(0, values.subarray(i, i + take));
      this.count += take;
      i += take;
      if (this.#retained >= this.#capacity) this.#compress();
    }
  }

  /** Adds one value with `rows` rows: on the levels of the 1 bits of `rows`. */
  add(value: number, rows: number): void {
    const single = Float64Array.of(value + 0);
    let level = 0;
    for (let rest = rows; rest >= 1; rest = Math.floor(rest / 2), level++) {
      if (rest % 2 === 1) this.#append(level, single);
    }
    this.count += rows;
    if (this.#retained >= this.#capacity) this.#compress();
  }

  /** Adds another sketch's values. Merging is commutative. */
  absorb(other: SketchNumbers): void {
    for (let level = 0; level < other.levels.length; level++) this.#append(level, other.levels[level]);
    this.count += other.count;
    while (this.#retained >= this.#capacity) this.#compress();
  }

  finish(): SketchNumbers {
    const levels = this.#levels.map((level, h) => toArray(level.slice(0, this.#sizes[h]).sort()));
    return { kind: 'sketch', k: this.k, levels, count: this.count };
  }

  #append(level: number, values: ArrayLike<number>): void {
    while (this.#levels.length <= level) {
      this.#levels.push(new Float64Array(LEAST_CAPACITY));
      this.#sizes.push(0);
      this.#capacity = 0;
      for (let h = 0; h < this.#levels.length; h++) this.#capacity += this.#capacityOf(h);
    }
    const size = this.#sizes[level] + values.length;
    if (size > this.#levels[level].length) this.#levels[level] = enlarge(this.#levels[level], size);
    this.#levels[level].set(values, this.#sizes[level]);
    this.#sizes[level] = size;
    this.#retained += values.length;
  }

  #capacityOf(level: number): number {
    return Math.max(LEAST_CAPACITY, Math.ceil(this.k * SHRINKAGE ** (this.#levels.length - 1 - level)));
  }

  /**
   * Compacts the lowest full level. One is full, because the retained values have reached the sum of the capacities.
   */
  #compress(): void {
    let level = 0;
    while (this.#sizes[level] < this.#capacityOf(level)) level++;
    const sorted = this.#levels[level].subarray(0, this.#sizes[level]).sort();
    const odd = sorted.length % 2;
    const half = (sorted.length - odd) / 2;
    const promoted = new Float64Array(half);
    // Of an odd number of values, the largest stays.
    const offset = coin(this.count, level);
    for (let i = 0; i < half; i++) promoted[i] = sorted[2 * i + offset];
    if (odd === 1) this.#levels[level][0] = sorted[sorted.length - 1];
    this.#sizes[level] = odd;
    this.#retained -= half * 2;
    this.#append(level + 1, promoted);
  }
}

/** 0 or 1, pseudo-random over counts and levels. */
function coin(count: number, level: number): 0 | 1 {
  let h = Math.imul((count >>> 0) ^ Math.imul(Math.floor(count / 2 ** 32) + 1, 0x27d4eb2f), 0x85ebca6b) + level;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) & 1) as 0 | 1;
}

/** The sketch's distinct values, ascending, with the rows that they stand for. */
export function weighSketch(sketch: SketchNumbers): { readonly values: Float64Array; readonly counts: Float64Array } {
  const pairs = sketch.levels.flatMap((level, h) => level.map((value) => [value, 2 ** h] as const));
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const values: number[] = [];
  const counts: number[] = [];
  for (const [value, rows] of pairs) {
    if (values.length > 0 && values[values.length - 1] === value) counts[counts.length - 1] += rows;
    else {
      values.push(value);
      counts.push(rows);
    }
  }
  return { values: Float64Array.from(values), counts: Float64Array.from(counts) };
}
