import { nice, tickStep, ticks } from 'd3-array';
import type { AlignedNumbers } from '../../drift/aligned.ts';

/** About how many bins an axis is divided into. */
const BINS = 24;
/** A column of whole numbers has a bin for each of them up to this many. */
const WHOLE_NUMBERS = 40;
/** Of the rows of each side, how many may lie beyond either end of the axis. */
const TAIL = 0.005;
/** The tails are on the axis if they make it longer by at most this part. */
const ROOM_FOR_TAILS = 0.5;
/** Where values are not shown: bins of half a standard deviation from the mean, up to three of them. */
export const DEVIATIONS = Array.from({ length: 13 }, (_, i) => (i - 6) / 2);

/** Where bins are wanted. */
export interface Axis {
  /** Ascending. */
  readonly edges: readonly number[];
  readonly width: number;
}

/**
 * An axis that holds nearly all rows of both sides, with edges at round numbers. A window far outside a baseline's grid is beside the
 * axis: of its values nothing is known but their range. null: there is no finite number.
 */
export function axisOf(aligned: AlignedNumbers): Axis | null {
  const { exact, upper, min, max } = aligned;
  if (!Number.isFinite(min) || !Number.isFinite(max)) return null;
  const inner = [quantiles(aligned, 'baseline'), quantiles(aligned, 'window')].filter((ends) => ends !== null);
  const ends: [number, number] = [Math.min(...inner.map(([a]) => a)), Math.max(...inner.map(([, b]) => b))];
  const [low, high] = withTails(...(exact ? ends : nearBaseline(ends, aligned.baselineRange)), min, max);
  const isWhole = exact && upper.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  if (isWhole && high - low < WHOLE_NUMBERS && Math.max(Math.abs(low), Math.abs(high)) < 2 ** 50) {
    // A single value stands between two empty bins.
    const room = high === low ? 1.5 : 0.5;
    return { edges: Array.from({ length: high - low + 2 * room + 1 }, (_, i) => low - room + i), width: 1 };
  }
  const half = high > low ? 0 : Math.abs(low) / 10 || 1;
  const [start, end] = nice(low - half, high + half, BINS);
  const edges = ticks(start, end, BINS);
  return edges.length < 2 || !(end - start < Number.MAX_VALUE) ? null : { edges, width: tickStep(start, end, BINS) };
}

/** The axis of a column whose values are not shown. null: the baseline has no spread. */
export function deviationAxis(mean: number, standardDeviation: number): Axis | null {
  if (!(standardDeviation > 0 && Number.isFinite(standardDeviation))) return null;
  return { edges: DEVIATIONS.map((distance) => mean + distance * standardDeviation), width: standardDeviation / 2 };
}

/** The interval between the tails of a side; null without rows. */
function quantiles(aligned: AlignedNumbers, side: 'baseline' | 'window'): [number, number] | null {
  const { lower, upper, min, max } = aligned;
  const counts = aligned[side];
  const rows = aligned[`${side}Rows`];
  if (!(rows > 0)) return null;
  const beyond = (from: number, step: 1 | -1) => {
    let i = from;
    for (let passed = counts[i]; passed <= TAIL * rows && passed < rows; passed += counts[i]) i += step;
    return i;
  };
  const first = beyond(0, 1);
  const last = beyond(counts.length - 1, -1);
  const within = (value: number) => Math.min(Math.max(value, min), max);
  return [within(lower[first]), within(upper[last])];
}

/** Without what lies farther from the baseline's numbers than half of their range. */
function nearBaseline([low, high]: [number, number], baseline: AlignedNumbers['baselineRange']): [number, number] {
  if (baseline === undefined) return [low, high];
  const { min, max } = baseline;
  const room = (max - min) * ROOM_FOR_TAILS;
  return [low < min - room ? min : low, high > max + room ? max : high];
}

function withTails(low: number, high: number, min: number, max: number): [number, number] {
  const room = (high - low) * ROOM_FOR_TAILS;
  return [low - min <= room ? min : low, max - high <= room ? max : high];
}
