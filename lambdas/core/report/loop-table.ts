import type { HistoryRow } from '../history/row.ts';
import { formatCount, formatInterval, formatValue } from './numbers.ts';
import { textTable } from './text-table.ts';
import { COMPARED, DATA_MATCHES, NEXT_STEP } from './words.ts';

/** One line of the loop: a window's checks, or something that happened between them. */
export interface LoopRow {
  readonly step: string;
  /** The window, or the first and last of a run of windows. */
  readonly windows: { readonly first: string; readonly last: string; readonly count: number };
  readonly dataMatches: string;
  /** Accuracy rows of the windows that have a metric, oldest first. */
  readonly performance: readonly HistoryRow[];
  readonly nextStep: string;
  readonly why: string;
}

/** From the most to the least pressing: what a window's two checks amount to. */
const BY_URGENCY = ['fix-data', 'retrain', 'alert', 'wait-for-labels', 'continue'] as const;

interface WindowChecks {
  readonly start: string;
  readonly drift?: HistoryRow;
  readonly accuracy?: HistoryRow;
}

/** One row a window, oldest first, from the history of both checks. */
export function loopRows(drift: readonly HistoryRow[], accuracy: readonly HistoryRow[]): LoopRow[] {
  const windows = new Map<string, WindowChecks>();
  for (const row of drift) windows.set(row.window, { start: row.window_start, drift: row });
  for (const row of accuracy) {
    windows.set(row.window, { start: row.window_start, ...windows.get(row.window), accuracy: row });
  }
  return [...windows]
    .sort(([, a], [, b]) => (a.start < b.start ? -1 : 1))
    .map(([window, checks]) => loopRow(window, checks));
}

function loopRow(window: string, { drift, accuracy }: WindowChecks): LoopRow {
  const checks = [drift, accuracy].filter((check) => check !== undefined);
  const nextStep = BY_URGENCY.find((step) => checks.some((check) => check.next_step === step)) ?? 'continue';
  const deciding = checks.find((check) => check.next_step === nextStep);
  return {
    step: 'check',
    windows: { first: window, last: window, count: 1 },
    dataMatches: DATA_MATCHES[drift?.data_matches ?? 'unknown'],
    performance: accuracy === undefined || accuracy.metric_value === null ? [] : [accuracy],
    nextStep: NEXT_STEP[nextStep],
    why: nextStep === 'continue' ? '' : (deciding?.reason ?? ''),
  };
}

/** Runs of windows with the same outcome as one row. Rows of other steps stand as they are and end a run. */
export function condense(rows: readonly LoopRow[]): LoopRow[] {
  const condensed: LoopRow[] = [];
  for (const row of rows) {
    const run = condensed.at(-1);
    const sameOutcome =
      run?.step === 'check' &&
      row.step === 'check' &&
      run.dataMatches === row.dataMatches &&
      run.nextStep === row.nextStep;
    if (!sameOutcome) {
      condensed.push(row);
      continue;
    }
    const windows = { first: run.windows.first, last: row.windows.last, count: run.windows.count + row.windows.count };
    condensed[condensed.length - 1] = { ...run, windows, performance: [...run.performance, ...row.performance] };
  }
  return condensed;
}

/** The loop as a table for a terminal. */
export function loopTable(rows: readonly LoopRow[]): string {
  return textTable(
    [
      { title: 'step', maxWidth: 24 },
      { title: 'window' },
      { title: 'data matches' },
      { title: 'performance', maxWidth: 60 },
      { title: 'next step' },
      { title: 'why', maxWidth: 90 },
    ],
    rows.map((row) => [row.step, windowsText(row), row.dataMatches, performanceText(row), row.nextStep, row.why]),
  );
}

function windowsText({ windows: { first, last, count } }: LoopRow): string {
  return count === 1 ? first : `${first} to ${last} (${formatCount(count)})`;
}

function performanceText({ performance, windows }: LoopRow): string {
  const [first] = performance;
  if (first === undefined) return windows.count === 0 ? '' : 'not known';
  if (performance.length === 1) {
    const { metric, metric_value, metric_lower, metric_upper, compared_with_baseline } = first;
    return `${metric} ${formatInterval(metric_value, metric_lower, metric_upper)} ${COMPARED[compared_with_baseline]}`;
  }
  const values = performance.map((row) => row.metric_value!);
  const count = (compared: HistoryRow['compared_with_baseline']) =>
    performance.filter((row) => row.compared_with_baseline === compared).length;
  const parts = (['better', 'same', 'worse'] as const).filter((compared) => count(compared) > 0);
  const compared = parts.map((part) => `${count(part)} ${part}`).join(', ');
  return `${first.metric} ${formatValue(Math.min(...values))} to ${formatValue(Math.max(...values))}: ${compared}`;
}
