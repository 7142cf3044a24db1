import { TypedTable } from '../columns/typed-table.ts';
import type { CheckedWindow } from '../decision/checked-window.ts';
import { KEPT_WINDOWS } from '../decision/state.ts';
import { describeColumn, describeDrift } from '../result/describe.ts';
import { type DriftedColumn, markAnswer, rankedDrift } from '../result/ranked-drift.ts';
import type { CheckResult } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { describeLimitSource } from '../text/shift-words.ts';

/** The longest time between two windows, in milliseconds, after which columns that are flagged together may still have begun together. */
const LONGEST_GAP = 86_400_000;

/** Columns that have been flagged since the same window. If the window before was checked too, most likely for one cause. */
export interface DriftGroup {
  /** The window in which they were first flagged; null: not before this one. */
  readonly since: string | null;
  /** Ranked, the most important first. */
  readonly columns: readonly DriftedColumn[];
}

/**
 * The drifted columns of a window, grouped by the window since which they have been flagged, the oldest group first.
 */
export function driftGroups(result: Pick<CheckResult, 'drift' | 'predictionDrift'>): DriftGroup[] {
  const groups = TypedTable.of({ column: rankedDrift(result) }).groupby(
    ({ column: { feature } }) => feature.shift?.since ?? null,
  );
  const byWindow = TypedTable.of({
    since: [...groups.keys()],
    columns: Array.from(groups.values(), (rows) => rows.map(({ column }) => column)),
  }).orderby(
    ({ since }) => since === null,
    ({ since }) => since && timed(since),
  );
  return byWindow.rows();
}

/** Window names sort by time without the `Z` at their end. */
function timed(window: string): string {
  return window.replace(/Z$/, '');
}

/** A group in words. */
export interface GroupText {
  /** `5 columns since window 2026-03-01, most likely one cause; limits: usual movement of 27 windows`. */
  readonly head: string;
  /** One line for each column: the shift, its limit, and the limit's source where the columns differ in it. Printable. */
  readonly lines: readonly string[];
}

/**
 * @param window Name of the window that drifted.
 * @param checkedWindows Of drift checks, as far as they are on record.
 */
export function describeGroup(
  { since, columns }: DriftGroup,
  window: string,
  checkedWindows: readonly CheckedWindow[],
): GroupText {
  const where = since === null ? `in window ${window}` : `since window ${since}`;
  const begin = beganTogether(checkedWindows, since ?? window)
    ? ', most likely one cause'
    : ' (the day before was not checked: they may have begun at different times)';
  const cause = columns.length > 1 ? begin : '';
  const sources = new Set(columns.map(({ feature: { shift } }) => (shift ? describeLimitSource(shift) : null)));
  const [source] = sources;
  const isOne = columns.length > 1 && sources.size === 1 && source !== null;
  return {
    head: `${countOf(columns.length, 'column')} ${where}${cause}${isOne ? `; limits: ${source}` : ''}`,
    lines: columns.map(({ feature, isAnswer }) => markAnswer(describeColumn(feature, !isOne), isAnswer)),
  };
}

/** Whether columns that are first flagged in a window began then; without windows before it they may have begun at any time. */
function beganTogether(checkedWindows: readonly CheckedWindow[], window: string): boolean {
  const first = checkedWindows.find((checkedWindow) => checkedWindow.window === window);
  const isForgotten = checkedWindows.length >= KEPT_WINDOWS && first === checkedWindows[0];
  // Of windows before those on record, nothing is known to be missing.
  if (first === undefined || isForgotten) return true;
  return checkedWindows.some(({ start, end }) => start < first.start && first.start - end < LONGEST_GAP);
}

/** The groups as lines of a text. A single column is one line; several are listed below what they have in common. */
export function groupLines(
  groups: readonly DriftGroup[],
  window: string,
  checkedWindows: readonly CheckedWindow[],
  most: number,
): string[] {
  const all = groups.flatMap(({ columns }) => columns);
  if (all.length === 1) return [describeReason(all[0])];
  const lines: string[] = [];
  let room = most;
  for (const group of groups) {
    const text = describeGroup(group, window, checkedWindows);
    const shown = text.lines.slice(0, room);
    room -= shown.length;
    const hidden = text.lines.length - shown.length;
    lines.push(`${text.head}:`, ...shown.map((line) => `- ${line}`));
    if (hidden > 0) lines.push(`- and ${formatCount(hidden)} more in the report`);
  }
  return lines;
}

/** The text of the verdict's reasons, with the window since which the column is flagged. */
export function describeReason({ feature, isAnswer }: DriftedColumn): string {
  return markAnswer(describeDrift(feature), isAnswer);
}
