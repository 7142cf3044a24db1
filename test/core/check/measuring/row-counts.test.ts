import { describe, expect, it } from 'vitest';
import type { BaselineMovement } from '../../../../lambdas/core/baseline/movement.ts';
import { findRowCount } from '../../../../lambdas/core/check/measuring/row-counts.ts';
import { type HistoryRow, historyRow } from '../../../../lambdas/core/history/row.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { windowAt } from '../../../../lambdas/core/monitor/windows.ts';
import { driftResult } from '../../report/results.ts';
import { parcelMonitor } from '../../stories/parcels.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 2, 2);
const monitorWith = (capture = '', more: Record<string, string> = {}) =>
  parseMonitor(
    parcelMonitor({ capture: `{ uri: captures, features: [weight], prediction: { score: 0 }${capture} }`, ...more }),
    'rows.yaml',
  );
const DAILY = monitorWith();

const iso = (time: number) => new Date(time).toISOString();
const rowOf = (start: number, length: number, more: Partial<HistoryRow> = {}): HistoryRow => ({
  ...historyRow(driftResult()),
  window_start: iso(start),
  window_end: iso(start + length),
  checked_at: iso(start + length + 3_600_000),
  rows: 400,
  rejected_share: 0,
  ...more,
});
const dayRow = (day: number, more: Partial<HistoryRow> = {}) => rowOf(FIRST + day * DAY, DAY, more);
const days = (count: number, more: (day: number) => Partial<HistoryRow> = () => ({})) =>
  Array.from({ length: count }, (_, day) => dayRow(day, more(day)));

interface Now {
  readonly rows?: number;
  readonly share?: number;
  readonly movement?: BaselineMovement;
  readonly now?: number;
  readonly monitor?: typeof DAILY;
}
/** What is found on the 28th day. */
function find(history: readonly HistoryRow[], { rows = 12, share = 0, movement, now, monitor = DAILY }: Now = {}) {
  const window = windowAt(DAILY.schedule, FIRST + 28 * DAY);
  const data = { rows, rejected: { ...driftResult().data.rejected, share } };
  return findRowCount(monitor, window, data, {
    history,
    movement: movement ?? null,
    incidents: [],
    now: now ?? window.end,
  });
}

describe('far fewer rows than usual', () => {
  it('are a breach, whatever the baseline of the windows before and whether their data was broken', () => {
    expect(find(days(28))).toMatchObject({ check: 'row_count', breached: true, value: 0.03, rows: 12 });
    expect(find(days(28, () => ({ baseline: 'other', next_step: 'fix-data' })))?.breached).toBe(true);
    expect(find(days(28), { rows: 400 })).toBeNull();
  });

  it('are no breach where windows may have no rows', () => {
    const found = find(days(28), { monitor: monitorWith(', expectData: false') });
    expect(found).toMatchObject({ breached: false, limit: null, value: 0.03 });
  });

  it('are not found in a window without rows, which is another incident, or in one that is not over', () => {
    expect(find(days(28), { rows: 0 })).toBeNull();
    expect(find(days(28), { now: FIRST + 28.5 * DAY })).toBeNull();
  });

  it('are not compared with windows that were checked before they were over, or that had no rows', () => {
    // Every window was looked at when it had 12 rows.
    const early = (day: number) => ({ rows: 12, checked_at: iso(FIRST + (day + 0.1) * DAY) });
    expect(
      find([...days(28, early), ...days(28)].toSorted((a, b) => (a.window_start < b.window_start ? -1 : 1))),
    ).toMatchObject({ breached: true, usual: { windows: 28 } });
    expect(find(days(28, early), { rows: 400 })).toBeNull();
    expect(
      find(
        days(28, () => ({ rows: 0 })),
        { rows: 400 },
      ),
    ).toBeNull();
  });

  it('are not compared with windows of another length; days have 23 to 25 hours', () => {
    const hours = days(28).map(({ window_start: start }) => rowOf(Date.parse(start), 3_600_000));
    expect(find(hours)).toBeNull();
    const short = (day: number) => ({ window_end: iso(FIRST + (day + 23 / 24) * DAY) });
    expect(find(days(28, short))?.breached).toBe(true);
  });

  it('are not rows that came and cannot be read, which is another finding', () => {
    expect(find(days(28), { share: 0.97 })).toBeNull();
    expect(
      find(
        days(28, () => ({ rows: 12, rejected_share: 0.97 })),
        { rows: 400 },
      ),
    ).toBeNull();
  });

  it.each<[string, number, number]>([
    // 2026-03-30 is a Monday.
    ['on Mondays', 28, 28],
    ['on Sundays', 34, 34],
    // Of two weeks, no weekday is known three times.
    ['on weekdays', 14, 14],
    ['on weekends', 19, 14],
  ])('name the kind of day by which they are judged: %s', (when, day, known) => {
    const window = windowAt(DAILY.schedule, FIRST + day * DAY);
    const data = { rows: 12, rejected: { ...driftResult().data.rejected, share: 0 } };
    const found = findRowCount(DAILY, window, data, {
      history: days(known),
      movement: null,
      incidents: [],
      now: window.end,
    });
    expect(found?.usual?.when).toBe(when);
  });

  it.each([
    // Clocks are set forward on 2026-03-29, a Sunday, at 1:00 UTC.
    ['UTC', '2026-03-27T13:00Z', 'at 13:00 on weekdays'],
    ['Europe/Berlin', '2026-03-27T13:00Z', 'at 14:00 on weekdays'],
    ['Europe/Berlin', '2026-03-29T13:00Z', 'at 15:00 on weekends'],
    ['Asia/Kolkata', '2026-03-27T12:30Z', 'at 18:00 on weekdays'],
  ])('name the local time of parts of a day: %s, %s', (timeZone, start, when) => {
    const monitor = monitorWith('', { schedule: `{ window: PT1H, timeZone: ${timeZone} }` });
    const window = windowAt(monitor.schedule, Date.parse(start));
    const history = Array.from({ length: 27 * 24 }, (_, i) => rowOf(window.start - (27 * 24 - i) * HOUR, HOUR));
    const data = { rows: 12, rejected: { ...driftResult().data.rejected, share: 0 } };
    expect(
      findRowCount(monitor, window, data, { history, movement: null, incidents: [], now: window.end })?.usual?.when,
    ).toBe(when);
  });

  it('name no kind of long windows', () => {
    const monitor = monitorWith('', { schedule: '{ window: P7D, timeZone: UTC }' });
    const window = windowAt(monitor.schedule, FIRST);
    const history = Array.from({ length: 12 }, (_, i) => rowOf(window.start - (12 - i) * 7 * DAY, 7 * DAY));
    const data = { rows: 12, rejected: { ...driftResult().data.rejected, share: 0 } };
    const found = findRowCount(monitor, window, data, { history, movement: null, incidents: [], now: window.end });
    expect(found?.usual).toMatchObject({ windows: 12 });
    expect(found?.usual).not.toHaveProperty('when');
  });

  it("are found with the baseline's own windows where these are as the schedule's", () => {
    const windows = Array.from({ length: 56 }, (_, day) => ({ start: iso(FIRST + (day - 90) * DAY), rows: 20 }));
    const movement = {
      version: 1 as const,
      time: 'at',
      window: { days: 1 },
      timeZone: 'UTC',
      windows,
      features: [],
      answers: [],
    } satisfies BaselineMovement;
    const live = days(28).slice(21, 24);
    expect(find(live, { movement: { ...movement, windows } })).toMatchObject({ usual: { windows: 3, ofBaseline: 56 } });
    expect(find(live)).toBeNull();
    expect(find(live, { movement: { ...movement, windows, timeZone: 'Europe/Berlin' } })).toBeNull();
  });
});
