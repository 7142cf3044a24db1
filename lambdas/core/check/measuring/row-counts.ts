import type { BaselineMovement } from '../../baseline/movement.ts';
import { isBroken } from '../../history/column-table.ts';
import type { HistoryRow } from '../../history/row.ts';
import { groupsOf } from '../../monitor/cycles.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { type WindowSchedule, windowByName } from '../../monitor/windows.ts';
import { assessRowCount, type WindowCount } from '../../quality/row-count.ts';
import type { QualityFinding } from '../../quality/types.ts';
import type { Incident } from '../../result/incident.ts';
import type { DataRead } from '../../result/schema.ts';
import type { Window } from '../../window.ts';
import { isSameSchedule } from './earlier-windows.ts';
import { budgetOf, QUALITY_PARTS, windowsAYearOf } from './false-alarm-budget.ts';

const MINUTES_A_DAY = 24 * 60;
/** How many findings a year, on average, quiet windows may have: findings that are no breach stand on the page only. */
const FALSE_FINDINGS_A_YEAR = 2;
/** Of long windows a year has few, and each of their findings has to mean something. */
const LARGEST_CHANCE = 0.01;
/** Two windows are of one length if they differ by less: days have 23 to 25 hours. */
const SAME_LENGTH = 0.1;

export interface RowsKnown {
  /** Rows of drift checks, whatever their baseline: the traffic does not depend on it. Oldest first. */
  readonly history: readonly HistoryRow[];
  /** How the baseline moved between its own windows; null where that is not known. */
  readonly movement: BaselineMovement | null;
  readonly incidents: readonly Incident[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What the number of a window's rows says, given the windows before. A record that cannot be read counts: it has arrived.
 *
 * @returns null: as many rows as usual, none at all, a window that is not over, or too few windows are known
 */
export function findRowCount(
  monitor: Monitor,
  window: Window,
  data: Pick<DataRead, 'rows' | 'rejected'>,
  { history, movement, incidents, now }: RowsKnown,
): QualityFinding | null {
  const { schedule, capture } = monitor;
  if (data.rows === 0 || now < window.end) return null;
  const length = window.end - window.start;
  const live = history.flatMap((row): WindowCount[] => {
    if (isBroken(row) && incidents.some((incident) => isUnheeded(incident, row, schedule))) return [];
    const [start, end] = [Date.parse(row.window_start), Date.parse(row.window_end)];
    const isWhole = Date.parse(row.checked_at) >= end;
    const isAlike = Math.abs(end - start - length) < SAME_LENGTH * length;
    return isWhole && isAlike && row.rows > 0 ? [windowCount(schedule, start, row.rows, row.rejected_share)] : [];
  });
  const known = movement !== null && isSameSchedule(movement, schedule) ? movement.windows : [];
  const ofBaseline = known
    .filter(({ rows }) => rows > 0)
    .map(({ start, rows }) => windowCount(schedule, Date.parse(start), rows));
  const found = assessRowCount(
    {
      ...windowCount(schedule, window.start, data.rows, data.rejected.share),
      names: kindNames(schedule, window.start),
    },
    { live, ofBaseline },
    {
      breach: QUALITY_PARTS.rows * budgetOf(monitor).quality,
      finding: Math.min(LARGEST_CHANCE, FALSE_FINDINGS_A_YEAR / windowsAYearOf(schedule)),
    },
  );
  if (found === null) return null;
  // Where a window may have no rows at all, few of them are no fault.
  return { ...found, rows: data.rows, ...(!capture.expectData && { breached: false, limit: null }) };
}

/**
 * Whether a window lies in an incident of broken data that no operator has acknowledged or resolved. Its rows do not become usual, or an
 * outage that goes on would end its own incident.
 */
function isUnheeded(
  { kind, since, lastWindow, acknowledged, resolved }: Incident,
  { window_start: start }: HistoryRow,
  schedule: WindowSchedule,
): boolean {
  if (kind !== 'data-quality' || acknowledged !== null || resolved !== null) return false;
  const [first, last] = [since, lastWindow].map((name) => windowByName(schedule, name).start);
  return Date.parse(start) >= first && Date.parse(start) <= last;
}

function windowCount(schedule: WindowSchedule, start: number, rows: number, rejectedShare = 0): WindowCount {
  const groups = groupsOf(schedule, start);
  const arrived = rows / (1 - rejectedShare);
  if (groups.length === 0) return { start, rows: arrived, kinds: [0], alike: 0 };
  const [weekend, own] = groups;
  if ('days' in schedule.window) return { start, rows: arrived, kinds: [own, weekend], alike: 0 };
  return { start, rows: arrived, kinds: [own], alike: own % MINUTES_A_DAY };
}

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'] as const;

/** The kinds of a window in words, by local time; none where every window is of the same. */
function kindNames(schedule: WindowSchedule, start: number): string[] {
  const groups = groupsOf(schedule, start);
  if (groups.length === 0) return [];
  const [weekend, own] = groups;
  const days = weekend === 1 ? 'on weekends' : 'on weekdays';
  if ('days' in schedule.window) return [`on ${WEEKDAYS[own - 1]}`, days];
  const minute = own % MINUTES_A_DAY;
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
  return [`at ${hours}:${minutes} ${days}`];
}
