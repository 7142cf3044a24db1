import type { HistoryRow } from '../../history/row.ts';
import type { TimePoint } from '../../report/time-line.ts';

/** A point for each window, oldest first: its rows and drifted share, and the metric where labels came. */
export function pointsOf(drift: readonly HistoryRow[], accuracy: readonly HistoryRow[], metric: string): TimePoint[] {
  const points = new Map<string, TimePoint>();
  for (const row of [...drift, ...accuracy]) {
    const known = points.get(row.window);
    const isMeasured = row.metric === metric;
    points.set(row.window, {
      window: row.window,
      start: Date.parse(row.window_start),
      rows: known?.rows ?? row.rows,
      driftedShare: known?.driftedShare ?? row.drifted_share,
      value: isMeasured ? row.metric_value : null,
      lower: isMeasured ? row.metric_lower : null,
      upper: isMeasured ? row.metric_upper : null,
    });
  }
  return [...points.values()].sort((a, b) => a.start - b.start);
}

/**
 * At most so many points: neighbours become one, with the mean of their values, all of their intervals, and their rows added up.
 *
 * @returns `each`: how many windows a point stands for
 */
export function joinNeighbours(
  points: readonly TimePoint[],
  most: number,
): { readonly points: readonly TimePoint[]; readonly each: number } {
  const each = Math.max(1, Math.ceil(points.length / most));
  if (each === 1) return { points, each };
  const count = Math.ceil(points.length / each);
  return { points: Array.from({ length: count }, (_, i) => joined(points.slice(i * each, (i + 1) * each))), each };
}

function joined(points: readonly TimePoint[]): TimePoint {
  const [first, last] = [points[0], points[points.length - 1]];
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const [lowers, uppers] = [known(points.map(({ lower }) => lower)), known(points.map(({ upper }) => upper))];
  return {
    window: first === last ? first.window : `${first.window} to ${last.window}`,
    start: first.start,
    rows: points.reduce((sum, { rows }) => sum + rows, 0),
    driftedShare: mean(known(points.map(({ driftedShare }) => driftedShare))),
    value: mean(known(points.map(({ value }) => value))),
    lower: lowers.length === 0 ? null : Math.min(...lowers),
    upper: uppers.length === 0 ? null : Math.max(...uppers),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
