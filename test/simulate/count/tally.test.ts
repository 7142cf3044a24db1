import { describe, expect, it } from 'vitest';
import { garwoodInterval } from '../../../simulate/count/garwood.ts';
import { markdownTables } from '../../../simulate/count/table.ts';
import { tally } from '../../../simulate/count/tally.ts';
import type { MonitorOutcome } from '../../../simulate/play/outcome.ts';
import { makeCell } from '../../../simulate/run/cells.ts';
import { DEFAULTS } from '../../../simulate/run/defaults.ts';

const marks = (days: number, set: readonly number[]) =>
  Uint8Array.from({ length: days }, (_, day) => (set.includes(day) ? 1 : 0));

/** A monitor with one watcher and its days. */
function outcome(
  monitor: number,
  days: number,
  {
    alerts = [],
    flagged = alerts,
    found = [],
    oddDay = null,
  }: Partial<Record<'alerts' | 'flagged' | 'found', number[]>> & { oddDay?: number | null },
): MonitorOutcome {
  const watched = { alerts: marks(days, alerts), flagged: marks(days, flagged), found: marks(days, found) };
  return { monitor, oddDay, watchers: new Map([['rule', watched]]), messages: [] };
}

describe('Garwood intervals', () => {
  // chi2.ppf([0.025, 0.975], [2 k, 2 k + 2]) / 2 of scipy 1.17.1
  it.each([
    [0, 0, 3.688879454113936],
    [1, 0.025317807984289876, 5.571643390938898],
    [10, 4.7953886961324335, 18.39035604201778],
    [250, 219.9679956309373, 282.98770504231607],
  ])('of %d alerts', (count, lower, upper) => {
    const found = garwoodInterval(count);
    expect(found[0]).toBeCloseTo(lower, 9);
    expect(found[1]).toBeCloseTo(upper, 9);
  });
});

describe('false alerts', () => {
  const cell = makeCell({ ...DEFAULTS, days: 365 });

  it('are counted by monitor and year, and by the parts of its life', () => {
    const [{ falsePages, periods }] = tally(cell, [
      outcome(0, 365, { alerts: [0, 6, 7, 27, 28, 364] }),
      outcome(1, 365, { alerts: [100] }),
    ]);
    expect(falsePages).toMatchObject({ pages: 7, monitorYears: 2, perYear: 3.5 });
    expect(Object.values(periods).map(({ pages }) => pages)).toEqual([2, 2, 3]);
    expect(periods.firstWeek.monitorYears).toBeCloseTo(14 / 365, 12);
    expect(periods.firstWeek.perYear).toBeCloseTo((2 * 365) / 14, 12);
    const [lower, upper] = garwoodInterval(7);
    expect([falsePages.lower, falsePages.upper]).toEqual([lower / 2, upper / 2]);
  });

  it('leave the odd day out, which is counted by itself', () => {
    const [{ falsePages, oddDay, quietFlaggedShare }] = tally(cell, [
      outcome(0, 365, { alerts: [50, 51], oddDay: 50 }),
      outcome(1, 365, { alerts: [], oddDay: 60 }),
    ]);
    expect(falsePages.pages).toBe(1);
    expect(falsePages.monitorYears).toBeCloseTo(728 / 365, 12);
    expect(oddDay).toEqual({ monitors: 2, alerted: 1 });
    expect(quietFlaggedShare).toBe(1 / 728);
  });
});

describe('a change', () => {
  const cell = makeCell({ ...DEFAULTS, change: 'mean-0.5', changeDay: 10 });
  const days = 39;

  it('ends the monitor four weeks later', () => {
    expect(cell.days).toBe(days);
    expect(makeCell({ ...DEFAULTS, change: 'mean-0.5', changeDay: 10, changeOver: 30 }).days).toBe(68);
  });

  it('is found by the first alert while it is flagged', () => {
    const [{ detection, anyPage, falsePages, foundShare }] = tally(cell, [
      outcome(0, days, { alerts: [9, 10], found: [10, 11] }),
      outcome(1, days, { alerts: [11, 12], found: [12] }),
      outcome(2, days, { alerts: [38], found: [38] }),
      outcome(3, days, { alerts: [], flagged: [20], found: [20] }),
    ]);
    expect(falsePages.pages).toBe(1);
    expect(detection).toEqual({
      monitors: 4,
      days: 28,
      found: 3,
      medianDays: 2,
      ninetyPercentDays: null,
      sameDay: 0.25,
      within2Days: 0.5,
      within7Days: 0.5,
      within28Days: 0.75,
      missed: 1,
    });
    expect(anyPage).toMatchObject({ medianDays: 1, sameDay: 0.25, missed: 1 });
    expect(foundShare).toBe(5 / (4 * 29));
  });

  it('has a row in the table with its delay', () => {
    const table = markdownTables(tally(cell, [outcome(0, days, { alerts: [10], found: [10] })]));
    const [names, , line] = table.match(/^\|.*/gm)!.map((row) => row.split('|').map((text) => text.trim()));
    expect(table).toContain(`**${cell.name}** (0.03 monitor-years without a change)\n\n|`);
    expect(names).not.toContain('odd day alerted');
    expect(line[names.indexOf('same day')]).toBe('100 %');
    expect(line[names.indexOf('missed')]).toBe('0 of 1');
    expect(line[names.indexOf('false alerts a year (95 %)')]).toBe('0.00 (0.00-135)');
  });
});
