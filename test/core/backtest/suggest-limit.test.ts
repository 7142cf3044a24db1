import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSuggestion } from '../../../lambdas/core/backtest/backtest-text.ts';
import { isKnown, suggestLimit } from '../../../lambdas/core/backtest/suggest-limit.ts';
import { historyRow } from '../report/results.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** A window of 36.525 days for each value, a tenth of a year; null: not measured. */
function rowsOf(metric: string, values: readonly (number | null)[]) {
  const at = (i: number) => new Date(START + i * 36.525 * DAY).toISOString();
  return values.map((metric_value, i) =>
    historyRow(`w${i}`, { metric, metric_value, window_start: at(i), window_end: at(i + 1) }),
  );
}

describe('a suggested limit', () => {
  const values = [0.9, 0.85, 0.91, 0.8, 0.82, 0.92, 0.88, 0.93, 0.94, 0.95];

  it.each([
    // Below 0.82 lies 0.8, below 0.85 also 0.82: one run.
    [1, 'accuracy < 0.82', 1, 1],
    [2, 'accuracy < 0.85', 2, 1],
    // Below 0.88 there are two runs: 0.85, and 0.8 with 0.82.
    [3, 'accuracy < 0.88', 3, 2],
    // Nothing lies below the smallest value, and nothing above the largest is suggested.
    [0, 'accuracy < 0.8', 0, 0],
    [100, 'accuracy < 0.95', 9, 1],
  ])('is the tightest that %i windows a year pass', (aYear, when, windows, incidents) => {
    const suggested = suggestLimit(rowsOf('accuracy', values), aYear, [])!;
    expect(suggested).toMatchObject({ when, windows, incidents, aYear: expect.closeTo(windows, 9) });
  });

  it.each([
    // Ten windows a year: a limit that 1 in 10 passes is known from 9 windows, of which a new one is the worst of 10.
    [1, 9, true],
    [1, 8, false],
    [2, 4, true],
    [2, 3, false],
    [0.5, 18, false],
    [0.5, 19, true],
  ])('for %d windows a year is not known from too few of them: %i', (aYear, windows, known) => {
    const suggested = suggestLimit(rowsOf('accuracy', Array(windows).fill(0.9)), aYear, [])!;
    expect([isKnown(suggested), suggested.measured]).toEqual([known, windows]);
    expect(suggested.leastAYear).toBeCloseTo(10 / (windows + 1), 9);
    expect(describeSuggestion(suggested)).toMatch(
      known ? `suggested from ${windows} measured windows: { when: accuracy < 0.9` : 'no limit can be suggested that',
    );
  });

  it('of which none may pass rests on its windows, however many there are', () => {
    expect(suggestLimit(rowsOf('accuracy', [0.9]), 0, [])).toMatchObject({ needed: null, measured: 1, wanted: 0 });
  });

  it('looks the other way where lower is better', () => {
    const losses = [0.3, 0.5, 0.31, 0.6, 0.32];
    // Half a year: one window above 0.5 is two a year, two above 0.32 are four.
    expect(suggestLimit(rowsOf('log_loss', losses), 2, [])?.when).toBe('log_loss > 0.5');
    expect(suggestLimit(rowsOf('log_loss', losses), 4, [])?.when).toBe('log_loss > 0.32');
  });

  it('leaves out windows that are known to be bad, and those that were not measured', () => {
    const rows = rowsOf('accuracy', [0.9, 0.2, null, 0.91]);
    const bad = [{ name: 'b', start: START + 36.525 * DAY, end: START + 73 * DAY }];
    expect(suggestLimit(rows, 0, bad)).toMatchObject({ when: 'accuracy < 0.9', windows: 0, incidents: 0, aYear: 0 });
  });

  it('is none without a measured window, or where better is neither more nor less', () => {
    expect(suggestLimit(rowsOf('accuracy', [null]), 1, [])).toBeNull();
    expect(suggestLimit([], 1, [])).toBeNull();
    expect(suggestLimit(rowsOf('bias', [1, 2]), 1, [])).toBeNull();
  });

  it('is passed by no more windows than wanted, and the next value would be by more', () => {
    const value = fc.integer({ min: 0, max: 30 }).map((n) => n / 32);
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (values, aYear) => {
          const limit = Number(suggestLimit(rowsOf('accuracy', values), aYear, [])!.when.split(' < ')[1]);
          const passed = (other: number) => (10 * values.filter((each) => each < other).length) / values.length;
          expect(passed(limit)).toBeLessThanOrEqual(aYear + 1e-9);
          const next = Math.min(...values.filter((each) => each > limit + 1e-4));
          if (Number.isFinite(next)) expect(passed(next)).toBeGreaterThan(aYear - 1e-9);
        },
      ),
    );
  });
});
