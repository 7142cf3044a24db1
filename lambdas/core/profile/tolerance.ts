import { previousDouble } from './doubles.ts';

/** The largest relative difference of two numbers that are equal in single precision. */
const EPSILON = 2 ** -23;
/** From here on, the neighbours of a whole number are within the tolerance. */
const DENSE_INTEGERS = 2 ** 23;
/** The largest tolerance, in the unit of the data, of a range's end that is small compared with the range. */
const SMALL_MISS = 1e-6;

/**
 * How far another number may be from `value` and still count as equal: a rounding error of single precision, because
 * one of the two may have been stored so. Whole numbers from 2^23 on have no tolerance, because they may be ids, counts
 * or times.
 */
export function roundingTolerance(value: number): number {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || (size >= DENSE_INTEGERS && Number.isInteger(value))) return 0;
  return size * EPSILON;
}

/**
 * How far beyond an end of the range a number may lie and still count as inside: the end's tolerance, or if the end is
 * small compared with the range, as 0 is in [0, 10], the tolerance of the range, at most a millionth.
 */
export function rangeTolerance(end: number, { min, max }: { readonly min: number; readonly max: number }): number {
  if (!Number.isFinite(end) || (Math.abs(end) >= DENSE_INTEGERS && Number.isInteger(end))) return 0;
  return Math.max(roundingTolerance(end), Math.min(SMALL_MISS, EPSILON * Math.max(Math.abs(min), Math.abs(max))));
}

/** Counts by value, ascending. */
interface Counts {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Replaces every value within rounding of one of `known` (ascending) by that one and adds up the counts. Never replaces
 * a whole number by another. Known values that lie within the tolerance of each other, such as measurements in a narrow
 * range far from zero, do not come from single precision, so no other value is replaced by them. Returns `sample`
 * itself if nothing changes.
 */
export function snapTo(known: ArrayLike<number>, sample: Counts): Counts {
  const { values, counts } = sample;
  let changed = false;
  const snapped = new Float64Array(values.length);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    while (at < known.length && known[at] < value) at++;
    snapped[i] = isNear(value, known, at) ? known[at] : isNear(value, known, at - 1) ? known[at - 1] : value;
    changed ||= snapped[i] !== value;
  }
  return changed ? mergeEqual(snapped, counts) : sample;
}

/** Whether to replace the value by the known one at this index. */
function isNear(value: number, known: ArrayLike<number>, at: number): boolean {
  if (at < 0 || at >= known.length || !Number.isFinite(value)) return false;
  const to = known[at];
  if (to === value) return true;
  const tolerance = roundingTolerance(to);
  if (Math.abs(value - to) > tolerance || (Number.isInteger(value) && Number.isInteger(to))) return false;
  return !(known[at - 1] >= to - 2 * tolerance) && !(known[at + 1] <= to + 2 * tolerance);
}

/** Adds up the counts of equal values, which are neighbours because replacing keeps the order. */
function mergeEqual(values: Float64Array, counts: Float64Array): Counts {
  const mergedValues = new Float64Array(values.length);
  const mergedCounts = new Float64Array(values.length);
  let length = 0;
  for (let i = 0; i < values.length; i++) {
    if (length === 0 || mergedValues[length - 1] !== values[i]) mergedValues[length++] = values[i];
    mergedCounts[length - 1] += counts[i];
  }
  return { values: mergedValues.slice(0, length), counts: mergedCounts.slice(0, length) };
}

/**
 * Moves the edges of a baseline's grid by the tolerance, for counting: a cell with a single value then takes everything
 * within the tolerance of it, other cells what lies so far above their upper edge, and the inner cells what lies so far
 * outside the range. An edge stays if its neighbours leave no room.
 */
export function widenEdges(edges: Float64Array): Float64Array {
  const widened = edges.slice();
  /** Moves an edge by the tolerance if there is room for twice as much. */
  const move = (i: number, from: number, tolerance: number) => {
    const isFree = from + 2 * tolerance > (edges[i - 1] ?? Number.NEGATIVE_INFINITY);
    if (isFree && from + 2 * tolerance < (edges[i + 1] ?? Number.POSITIVE_INFINITY)) widened[i] = from + tolerance;
  };
  // The first finite edge lies just below the smallest value. The last one before the largest double is the largest value.
  const bottom = edges[0] === Number.NEGATIVE_INFINITY ? 1 : 0;
  const top = edges[edges.length - 1] === Number.MAX_VALUE ? edges.length - 2 : edges.length - 1;
  const range = { min: edges[bottom], max: edges[top] };
  for (let i = bottom; i <= top; i++) {
    const edge = edges[i];
    if (i === bottom) move(i, edge, -rangeTolerance(edge, range));
    else if (i === top) move(i, edge, rangeTolerance(edge, range));
    else if (previousDouble(edges[i + 1]) === edge) move(i, edges[i + 1], -roundingTolerance(edges[i + 1]));
    else move(i, edge, roundingTolerance(edge));
  }
  return widened;
}
