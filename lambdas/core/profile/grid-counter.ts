import { saturate, toArray } from './doubles.ts';
import { widenEdges } from './tolerance.ts';
import type { GridNumbers } from './types.ts';

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
/** The index of the half of a double that holds its sign and exponent. */
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0];

/** The table has at least this many steps for each edge. */
const STEPS_AN_EDGE = 4;
/** The most edges in a step that are compared one after another. That takes fewer wrong guesses of the processor. */
const FEW_EDGES = 4;

/**
 * A table of steps narrows the search for a number's cell to the few edges within its step. Steps have equal widths
 * around the middle of the edges and grow with the distance from it, so that heavy tails get steps too: a number's step
 * is the upper half of the double `|value - centre| + scale`, as an integer with the sign of the deviation. It never
 * falls as the number rises, even after rounding, which is all that the search needs.
 */
class GridSteps {
  /** With an infinite one at the end, which no number is beyond. */
  readonly edges: Float64Array;
  /** The most edges in one step. */
  readonly mostEdges: number;
  /** The number of edges before each step, with one more entry at the end. */
  readonly edgesBefore: Int32Array;
  readonly centre: number;
  readonly scale: number;
  /** The upper half of the scale, so that steps start from 0 at the centre. */
  readonly zero: number;
  readonly origin: number;
  readonly shift: number;

  constructor(within: Float64Array) {
    this.edges = new Float64Array(within.length + 1).fill(Number.POSITIVE_INFINITY);
    this.edges.set(within);
    const finite = within.filter(Number.isFinite);
    const quartile = finite.length >> 2;
    this.centre = finite[finite.length >> 1] ?? 0;
    const spread = (finite[finite.length - 1 - quartile] - finite[quartile]) / 8;
    this.scale = spread > 0 && Number.isFinite(spread) ? spread : 1;
    double[0] = this.scale;
    this.zero = halves[UPPER];
    this.origin = finite.length > 0 ? this.#place(finite[0]) : 0;
    const range = finite.length > 0 ? this.#place(finite[finite.length - 1]) - this.origin : 0;
    this.shift = Math.max(0, Math.floor(Math.log2((range + 1) / (STEPS_AN_EDGE * finite.length + 1))));
    this.edgesBefore = new Int32Array(Math.floor(range / 2 ** this.shift) + 2);
    for (const edge of within) this.edgesBefore[this.stepOf(edge) + 1]++;
    let most = 0;
    for (let s = 1; s < this.edgesBefore.length; s++) {
      most = Math.max(most, this.edgesBefore[s]);
      this.edgesBefore[s] += this.edgesBefore[s - 1];
    }
    this.mostEdges = most;
  }

  #place(value: number): number {
    const deviation = value - this.centre;
    double[0] = Math.abs(deviation) + this.scale;
    const distance = halves[UPPER] - this.zero;
    return deviation < 0 ? -distance : distance;
  }

  stepOf(value: number): number {
    const position = this.#place(value) - this.origin;
    return position <= 0 ? 0 : Math.min(this.edgesBefore.length - 2, position >>> this.shift);
  }
}

/** Counts numbers by cell of a grid. */
export class GridCounter {
  readonly #given: readonly number[];
  readonly #steps: GridSteps;
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;

  /**
   * @param edges of the grid
   * @param steps of the edges to count in, which may differ slightly from those of the grid, see `widenEdges`
   */
  constructor(edges: readonly number[], steps: GridSteps = new GridSteps(Float64Array.from(edges))) {
    this.#given = edges;
    this.#steps = steps;
    this.#counts = new Float64Array(edges.length + 1);
    this.#sums = new Float64Array(edges.length + 1);
  }

  /** Counts values[from, to), all finite, and adds them to the sums of their cells. */
  addAll(values: Float64Array, from: number, to: number): void {
    const { edges, edgesBefore, centre, scale, zero, origin, shift, mostEdges } = this.#steps;
    const counts = this.#counts;
    const sums = this.#sums;
    const last = edgesBefore.length - 2;
    const isSparse = mostEdges <= FEW_EDGES;
    for (let i = from; i < to; i++) {
      const value = values[i];
      const deviation = value - centre;
      double[0] = Math.abs(deviation) + scale;
      const distance = halves[UPPER] - zero;
      const position = (deviation < 0 ? -distance : distance) - origin;
      const step = position <= 0 ? 0 : Math.min(last, position >>> shift);
      let cell = edgesBefore[step];
      if (isSparse) {
        // The edges of later steps are not below the value.
        while (edges[cell] < value) cell++;
      } else {
        let end = edgesBefore[step + 1];
        while (cell < end) {
          const middle = (cell + end) >>> 1;
          if (edges[middle] < value) cell = middle + 1;
          else end = middle;
        }
      }
      counts[cell]++;
      sums[cell] += value;
    }
  }

  /** Counts one value, which may be infinite, `rows` times. */
  add(value: number, rows: number): void {
    const { edges, edgesBefore } = this.#steps;
    const step = this.#steps.stepOf(value);
    let cell = edgesBefore[step];
    while (cell < edgesBefore[step + 1] && edges[cell] < value) cell++;
    this.#counts[cell] += rows;
    if (Number.isFinite(value)) this.#sums[cell] = saturate(this.#sums[cell] + value * rows);
  }

  /** Adds the counts of a grid with the same edges. Returns false and adds nothing if the edges differ. */
  absorb(other: GridNumbers): boolean {
    if (!sameEdges(other.edges, this.#given)) return false;
    for (let cell = 0; cell < this.#counts.length; cell++) {
      this.#counts[cell] += other.counts[cell];
      this.#sums[cell] = saturate(saturate(this.#sums[cell]) + other.sums[cell]);
    }
    return true;
  }

  finish(): GridNumbers {
    return {
      kind: 'grid',
      edges: this.#given,
      counts: toArray(this.#counts),
      sums: toArray(this.#sums).map(saturate),
    };
  }
}

/** Steps by the array of edges: a window's shards, and a backtest's windows, are all counted in the grids of one baseline. */
const stepsNear = new WeakMap<readonly number[], GridSteps>();

/** A counter for the grid of a baseline. Numbers within rounding of its values or its range count as inside. */
export function countNear(edges: readonly number[]): GridCounter {
  const steps = stepsNear.get(edges) ?? new GridSteps(widenEdges(Float64Array.from(edges)));
  stepsNear.set(edges, steps);
  return new GridCounter(edges, steps);
}

export function sameEdges(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
