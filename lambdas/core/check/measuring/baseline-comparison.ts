import type { ModelBaseline } from '../../baseline/document.ts';
import { type BaselineComparison, compareWindows, type MeasuredWindow } from '../../comparison/compare-windows.ts';
import type { RunContext } from '../../context.ts';
import type { HistoryRow } from '../../history/row.ts';
import { readHistory } from '../../history/store.ts';
import { groupsOf } from '../../monitor/cycles.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { MetricEstimate } from '../../performance/types.ts';
import type { Window } from '../../window.ts';
import { usualHistory } from './earlier-windows.ts';

/** The accuracy checks of the windows before, oldest first: as many as are looked at. */
export function earlierAccuracy(
  { name, schedule }: Monitor,
  window: Window,
  { results }: RunContext,
): Promise<readonly HistoryRow[]> {
  return readHistory(results, name, 'accuracy', { last: usualHistory(schedule), before: window });
}

/**
 * How the primary metric of a window stands against the baseline, given the windows before it; null where the baseline has
 * no such metric, or the window has too few rows for a judgement.
 *
 * Only the windows' latest checks count, whenever and however often they were made. Windows with too few rows or broken data
 * are left out; usual movement is learned only from those whose next step was to continue.
 */
export function compareWithBaseline(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  estimate: MetricEstimate | undefined,
  rows: readonly HistoryRow[],
): BaselineComparison | null {
  const { primaryMetric: metric, minimumRows } = monitor.performance;
  const before = baseline?.performance?.metrics[metric];
  if (baseline === null || before === undefined || estimate === undefined || estimate.rows < minimumRows) return null;
  const counted = rows.filter(
    (row) => row.baseline === baseline.id && row.metric === metric && row.metric_rows >= minimumRows,
  );
  const windows = counted.filter((row) => row.next_step !== 'fix-data').map((row) => measuredWindow(row, monitor));
  const current = { name: window.name, estimate, groups: groupsOf(monitor.schedule, window.start), isUsual: true };
  // Windows that are not counted, such as those with few labels as yet, do not make the others all that there are.
  const [first] = rows;
  const isWhole =
    rows.length < usualHistory(monitor.schedule) || first.baseline !== baseline.id || first.metric !== metric;
  return compareWindows(metric, before, [...windows, current], isWhole);
}

function measuredWindow(row: HistoryRow, { schedule }: Pick<Monitor, 'schedule'>): MeasuredWindow {
  const { metric_value: value, metric_lower: lower, metric_upper: upper, metric_rows: rows } = row;
  return {
    name: row.window,
    estimate: { value, lower, upper, rows },
    groups: groupsOf(schedule, Date.parse(row.window_start)),
    isUsual: row.next_step === 'continue',
    lastOutcome: row.compared_with_baseline,
  };
}
