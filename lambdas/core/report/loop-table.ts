import { TypedTable } from '../columns/typed-table.ts';
import type { HistoryRow } from '../history/row.ts';
import { formatCount, formatEstimate, formatRange } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { displayWidth, wrapText } from '../text/width.ts';
import type { LoopRow } from './loop-row.ts';
import { type RetrainingSummary, retrainingRow } from './retraining-row.ts';
import { type TextColumn, tableLines, textTable } from './text-table.ts';
import { DATA_MATCHES, NEXT_STEP } from './words.ts';

/** Next steps from the most to the least urgent; the most urgent one of a window's two checks counts. */
const BY_URGENCY = ['fix-data', 'retrain', 'alert', 'wait-for-labels', 'continue'] as const;

/** The checks of a window: at least one. */
interface WindowChecks {
  readonly drift?: HistoryRow | undefined;
  readonly accuracy?: HistoryRow | undefined;
}

/**
 * One row per window, oldest first, from the history of both checks. Each retraining follows the last window that began
 * before it, so the windows below show its effect.
 */
export function loopRows(
  drift: readonly HistoryRow[],
  accuracy: readonly HistoryRow[],
  retrainings: readonly RetrainingSummary[] = [],
): LoopRow[] {
  const windows = TypedTable.of({ drift })
    .joinFull(
      TypedTable.of({ accuracy }),
      (row) => row.drift.window,
      (row) => row.accuracy.window,
    )
    .rows();
  const steps = TypedTable.of({
    at: [...windows.map(startOf), ...retrainings.map((run) => run.startedAt)],
    row: [...windows.map(loopRow), ...retrainings.map(retrainingRow)],
  });
  return steps.orderby(({ at }) => at).column('row');
}

function startOf({ drift, accuracy }: WindowChecks): number {
  return Date.parse((drift ?? accuracy)!.window_start);
}

function loopRow({ drift, accuracy }: WindowChecks): LoopRow {
  const { window } = (drift ?? accuracy)!;
  const checks = [drift, accuracy].filter((check) => check !== undefined);
  const nextStep = BY_URGENCY.find((step) => checks.some((check) => check.next_step === step)) ?? 'continue';
  const deciding = checks.find((check) => check.next_step === nextStep);
  return {
    step: 'check',
    windows: { first: window, last: window, count: 1 },
    dataMatches: DATA_MATCHES[drift?.data_matches ?? 'unknown'],
    performance: accuracy === undefined || accuracy.metric_value === null ? [] : [accuracy],
    nextStep: NEXT_STEP[nextStep],
    why: (nextStep === 'continue' ? whyContinue(accuracy) : deciding?.reason) ?? '',
  };
}

/** Why nothing follows although the model is worse; null where it is not. */
function whyContinue(accuracy: HistoryRow | undefined): string | null {
  return accuracy?.compared_with_baseline === 'worse' ? accuracy.reason : null;
}

/** Merges runs of windows with the same outcome into one row. Other steps keep their rows and end a run. */
export function condense(rows: readonly LoopRow[]): LoopRow[] {
  const condensed: LoopRow[] = [];
  for (const row of rows) {
    const run = condensed.at(-1);
    const sameOutcome =
      run?.step === 'check' &&
      row.step === 'check' &&
      run.dataMatches === row.dataMatches &&
      run.nextStep === row.nextStep &&
      (run.why === '') === (row.why === '');
    if (!sameOutcome) {
      condensed.push(row);
      continue;
    }
    const windows = { first: run.windows.first, last: row.windows.last, count: run.windows.count + row.windows.count };
    const performance = [...(run.performance ?? []), ...(row.performance ?? [])];
    condensed[condensed.length - 1] = { ...run, windows, performance };
  }
  return condensed;
}

/** The reason can contain captured names of any length. */
const WHY_MAX = 160;

/**
 * The loop as a table for a terminal.
 *
 * @param width columns of the terminal: where the table is wider, each row's reason is printed below it
 */
export function loopTable(rows: readonly LoopRow[], width: number = Number.POSITIVE_INFINITY): string {
  const columns: TextColumn[] = [
    { title: 'step', maxWidth: 24, wrap: true, minWidth: 'announced'.length },
    { title: 'window', wrap: true, minWidth: '2001-03-19 (47)'.length },
    { title: 'data matches' },
    { title: 'performance (vs baseline)', maxWidth: 80, wrap: true },
    { title: 'next step' },
  ];
  const cells = rows.map(loopCells);
  const whole = textTable([...columns, { title: 'why', maxWidth: WHY_MAX, wrap: true, wrapAt: 90 }], cells);
  if (fits(whole, width)) return whole;
  const header = columns.map(({ title }) => title);
  // One table determines the widths; then it is split so that each row's reason can follow it.
  const parts = tableLines(columns, [header, ...cells.map((row) => row.slice(0, columns.length))], width);
  return parts.flatMap((lines, i) => [...lines, ...whyLines(rows[i - 1]?.why ?? '', width)]).join('\n');
}

/** Step, windows, whether the data matches, performance, next step and reason of a row. */
export function loopCells(row: LoopRow): string[] {
  return [row.step, windowsText(row), row.dataMatches, performanceText(row), row.nextStep, row.why];
}

const WHY_INDENT = 7;

function whyLines(why: string, width: number): string[] {
  if (why === '') return [];
  const lines = wrapText(printable(why, WHY_MAX), Math.max(20, width - WHY_INDENT));
  return lines.map((line) => ' '.repeat(WHY_INDENT) + line);
}

function fits(table: string, width: number): boolean {
  return table.split('\n').every((line) => displayWidth(line) <= width);
}

function windowsText({ windows: { first, last, count } }: LoopRow): string {
  return count === 1 ? first : `${first} to ${last} (${formatCount(count)})`;
}

function performanceText({ performance, measured = '' }: LoopRow): string {
  if (performance === null) return measured;
  const [first] = performance;
  if (first === undefined) return 'not known';
  if (performance.length === 1) {
    const { metric, metric_value, metric_lower, metric_upper, compared_with_baseline: compared } = first;
    const value = `${metric} ${formatEstimate({ value: metric_value, lower: metric_lower, upper: metric_upper })}`;
    return compared === 'unknown' ? value : `${value}, ${compared}`;
  }
  const values = performance.map((row) => row.metric_value!);
  const count = (compared: HistoryRow['compared_with_baseline']) =>
    performance.filter((row) => row.compared_with_baseline === compared).length;
  const parts = (['better', 'same', 'worse'] as const).filter((compared) => count(compared) > 0);
  const rest = parts.length > 0 && count('unknown') > 0 ? [`${count('unknown')} not known`] : [];
  const compared = [...parts.map((part) => `${count(part)} ${part}`), ...rest].join(', ');
  const range = `${first.metric} ${formatRange(Math.min(...values), Math.max(...values))}`;
  return compared === '' ? range : `${range}: ${compared}`;
}
