import { textTable } from '../report/text-table.ts';
import { formatDuration } from '../text/durations.ts';
import { printable } from '../text/printable.ts';
import { formatMinute } from '../text/times.ts';
import type { WatchdogStatus } from './status.ts';

const MAX_LINE = 300;
const COLUMNS = ['monitor', 'check', 'last run', 'next due', 'status'].map((title) => ({ title }));

/** How the monitors of a deployment stand: a table of checks, and what else does not work. */
export function watchdogStatusText({ lookedAt, checks, problems, failures }: WatchdogStatus, width?: number): string {
  const now = Date.parse(lookedAt);
  const rows = checks.map(({ monitor, kind, lastRun, nextDue, overdueSince }) => [
    monitor,
    kind,
    minuteOf(lastRun) ?? 'none on record',
    minuteOf(nextDue) ?? '',
    overdueSince === null ? 'in time' : `overdue by ${formatDuration(now - Date.parse(overdueSince))}`,
  ]);
  const lines = [
    ...problems.flatMap(({ monitor, title, since, details }) => [
      `${nameOf(monitor)}: ${title}, since ${minuteOf(since)}`,
      ...details.map((detail) => `  ${detail}`),
    ]),
    ...failures.map(({ monitor, message }) => `${nameOf(monitor)}: could not be looked at: ${message}`),
  ];
  const said = lines.map((line) => `${printable(line, MAX_LINE)}\n`).join('');
  const table = rows.length === 0 ? 'no check is scheduled' : textTable(COLUMNS, rows, width);
  return said === '' ? `${table}\n` : `${table}\n\n${said}`;
}

function minuteOf(time: string | null): string | null {
  return time === null ? null : formatMinute(Date.parse(time));
}

function nameOf(monitor: string): string {
  return monitor === '*' ? 'all monitors' : monitor;
}
