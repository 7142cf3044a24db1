import { toArray } from './doubles.ts';
import { countNear, type GridCounter } from './grid-counter.ts';
import type { ProfileLimits } from './limits.ts';
import { MomentsAccumulator, momentsOfCounts } from './moments.ts';
import { NumberTable } from './number-table.ts';
import { QuantileSketch } from './sketch.ts';
import { snapTo } from './tolerance.ts';
import type { ExactNumbers, GridNumbers, Moments, SketchNumbers } from './types.ts';

/** How a baseline's column keeps its numbers, so that a window's are counted on the same support. */
export interface NumberSupport {
  readonly edges: readonly number[];
  /**
   * Whether windows are counted in the grid from the first row on. Otherwise they are counted by value while there are
   * few.
   */
  readonly always: boolean;
  /**
   * The baseline's values, ascending, if it counts each. A window's number within rounding of one counts as that value.
   */
  readonly values?: readonly number[];
}

/**
 * Collects the numbers of one column: by value while there are few distinct ones, then in the baseline's grid, or
 * without one in a quantile sketch. The choice depends only on the set of values, not on their order.
 */
export class NumberAccumulator {
  #support: NumberSupport | null;
  readonly #limits: ProfileLimits;
  #table: NumberTable | null;
  #grid: GridCounter | null = null;
  #sketch: QuantileSketch | null = null;
  /** The moments of the numbers that left the table. */
  readonly #moments = new MomentsAccumulator();

  constructor(support: NumberSupport | null, limits: ProfileLimits) {
    this.#support = support;
    this.#limits = limits;
    this.#table = new NumberTable();
    if (support?.always) this.#leaveTable();
  }

  /** The number of distinct values. Infinity if they are not counted one by one any more. */
  get distinct(): number {
    return this.#table?.size ?? Number.POSITIVE_INFINITY;
  }

  /** Adds values[0, length) and reorders them. None may be NaN, and `infinite` of them are infinite. */
  addAll(values: Float64Array, length: number, infinite: number): void {
    let from = 0;
    if (this.#table !== null) {
      from = this.#table.addAll(values, 0, length, this.#limits.distinctNumbers);
      if (from === length) return;
      this.#leaveTable();
    }
    const to = infinite === 0 ? length : this.#addInfinite(values, from, length);
    this.#moments.addAll(values, from, to);
    if (this.#grid !== null) this.#grid.addAll(values, from, to);
    else this.#sketch!.addAll(values, from, to);
  }

  /**
   * Adds the infinite ones of values[from, to) and moves the finite ones to the front. Returns the end of the finite
   * ones.
   */
  #addInfinite(values: Float64Array, from: number, to: number): number {
    let end = from;
    for (let i = from; i < to; i++) {
      if (Number.isFinite(values[i])) values[end++] = values[i];
      else this.#addLossy(values[i], 1);
    }
    return end;
  }

  #addLossy(value: number, rows: number): void {
    if (this.#grid !== null) this.#grid.add(value, rows);
    else this.#sketch!.add(value, rows);
  }

  /** Moves from counting by value to the grid or the sketch. */
  #leaveTable(): void {
    const { values, counts } = this.#table!.sorted();
    this.#table = null;
    if (this.#support !== null) this.#grid = countNear(this.#support.edges);
    else this.#sketch = new QuantileSketch(this.#limits.sketchSize);
    this.#moments.merge(momentsOfCounts(values, counts));
    for (let i = 0; i < values.length; i++) this.#addLossy(values[i], counts[i]);
  }

  /** Adds a finished part. Returns false if it was counted on another support. */
  absorb(part: ExactNumbers | GridNumbers | SketchNumbers, moments: Moments | null): boolean {
    if (part.kind === 'exact') {
      this.#absorbExact(part);
      return true;
    }
    if (this.#table !== null) {
      if (part.kind === 'grid') this.#support ??= { edges: part.edges, always: false };
      this.#leaveTable();
    }
    this.#moments.merge(moments);
    if (part.kind === 'grid') return this.#grid?.absorb(part) ?? false;
    if (this.#sketch === null) return false;
    this.#sketch.absorb(part);
    return true;
  }

  #absorbExact(part: ExactNumbers): void {
    if (this.#table !== null) {
      for (let i = 0; i < part.values.length; i++) this.#table.add(part.values[i], part.counts[i]);
      if (this.#table.size > this.#limits.distinctNumbers) this.#leaveTable();
      return;
    }
    this.#moments.merge(momentsOfCounts(part.values, part.counts));
    for (let i = 0; i < part.values.length; i++) this.#addLossy(part.values[i], part.counts[i]);
  }

  /**
   * `numbers` is null if nothing was counted.
   *
   * @param isPart Keeps numbers within rounding of a baseline's value as they are, because the limit of distinct values
   *   counts those of all parts.
   */
  finish(isPart = false): {
    readonly numbers: ExactNumbers | GridNumbers | SketchNumbers | null;
    readonly moments: Moments | null;
  } {
    if (this.#table !== null) {
      if (this.#table.size === 0) return { numbers: null, moments: null };
      const { values, counts } = snapTo(isPart ? [] : (this.#support?.values ?? []), this.#table.sorted());
      return {
        numbers: { kind: 'exact', values: toArray(values), counts: toArray(counts) },
        moments: momentsOfCounts(values, counts),
      };
    }
    const moments = this.#moments.finish();
    return { numbers: this.#grid?.finish() ?? this.#sketch!.finish(), moments };
  }
}
