import { describe, expect, it } from 'vitest';
import { windowsDue } from '../../../../lambdas/core/check/reading/due-windows.ts';
import type { CheckedWindow } from '../../../../lambdas/core/decision/checked-window.ts';
import { recordCheckedWindow } from '../../../../lambdas/core/decision/checked-windows.ts';
import type { LabelSettings } from '../../../../lambdas/core/monitor/monitor.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(2001, 1, 1);
const HOURLY = { schedule: { window: { minutes: 60 }, timeZone: 'UTC', drift: null, accuracy: null } } as const;
const DAILY = { schedule: { ...HOURLY.schedule, window: { days: 1 } } } as const;
const settingsOf = (lag: number, maxAge: number) => ({ lag, maxAge }) as LabelSettings;

function entryAt(index: number, length: number, settled: boolean): CheckedWindow {
  const start = FIRST + index * length;
  const name = new Date(start).toISOString();
  return {
    window: length === DAY ? name.slice(0, 10) : `${name.slice(0, 13)}Z`,
    start,
    end: start + length,
    digest: '',
    checkedAt: start + length,
    signals: [],
    limits: [],
    labels: { coverage: 0.5, predictions: 20, settled, seen: '' },
  };
}

const due = (
  monitor: typeof HOURLY | typeof DAILY,
  settings: LabelSettings,
  now: number,
  drift: CheckedWindow[],
  accuracy: CheckedWindow[],
) => windowsDue(monitor, settings, { checks: { drift, accuracy } }, now).map(({ name }) => name);

describe('windowsDue', () => {
  const settings = settingsOf(DAY, 3 * DAY);

  it.each<[string, number, string[]]>([
    ['none before the lag is over', 2 * DAY - 1, []],
    ['a day after its end', 2 * DAY, ['2001-02-01']],
    ['all until the lag and the maximum age are over', 5 * DAY - 1, ['2001-02-01', '2001-02-02', '2001-02-03']],
    ['not those that were not checked in all that time', 5 * DAY, ['2001-02-02', '2001-02-03', '2001-02-04']],
  ])('of windows that have never been checked: %s', (_name, after, names) => {
    expect(due(DAILY, settings, FIRST + after, [entryAt(0, DAY, false)], [])).toEqual(names);
  });

  it('has each checked window once, however old, until it is settled', () => {
    const checkedWindows = [0, 1, 2, 3, 20].map((i) => entryAt(i, DAY, i === 1));
    const now = FIRST + 23 * DAY;
    expect(due(DAILY, settings, now, [entryAt(0, DAY, false)], checkedWindows)).toEqual([
      '2001-02-01',
      '2001-02-03',
      '2001-02-04',
      '2001-02-20',
      '2001-02-21',
      '2001-02-22',
    ]);
  });

  it('has no window twice, and no settled one, where more windows wait than are usually kept', () => {
    // Labels of hourly windows are waited for over thirty days: 720 windows, of which those of the first ten are settled.
    const waits = settingsOf(HOUR, 30 * DAY);
    let checkedWindows: CheckedWindow[] = [];
    for (let i = 0; i < 960; i++) checkedWindows = recordCheckedWindow(checkedWindows, entryAt(i, HOUR, i < 240));
    expect(checkedWindows.map(({ start }) => start)).toEqual(
      Array.from({ length: 720 }, (_, i) => FIRST + (240 + i) * HOUR),
    );
    const now = FIRST + 961 * HOUR;
    const names = due(HOURLY, waits, now, [], checkedWindows);
    expect(names).toHaveLength(720);
    expect(new Set(names).size).toBe(720);
    const settled = checkedWindows.map((checkedWindow) => ({
      ...checkedWindow,
      labels: { ...checkedWindow.labels!, settled: true },
    }));
    const after = recordCheckedWindow(settled, { ...settled[0] });
    expect(after).toHaveLength(400);
    expect(due(HOURLY, waits, now + 30 * DAY + HOUR, [], after).filter((name) => name < '2001-03-13')).toEqual([]);
  });
});
