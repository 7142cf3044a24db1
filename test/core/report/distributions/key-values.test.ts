import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import { columnDistributions } from '../../../../lambdas/core/report/distributions/column-distributions.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';
import { profileWindow } from '../../drift/many-valued.ts';
import { type Cell, makeChunk, reading } from '../../profile/make-columns.ts';
import { driftOf, feature } from '../results.ts';

async function keyValues(
  before: readonly Cell[],
  now: readonly Cell[],
  redactor = Redactor.SHOW,
  type: 'number' | 'time' = 'number',
) {
  const profile = await buildBaselineProfile(reading([makeChunk([['x', before]])]), { types: new Map([['x', type]]) });
  const window = profileWindow(makeChunk([['x', now]]), profile);
  const [column] = columnDistributions(profile, window, driftOf([feature({ name: 'x' })]), { redactor });
  return Object.fromEntries(column.keyValues.map(({ name, baseline, window: other }) => [name, [baseline, other]]));
}

describe('the key values of a number column', () => {
  it('are those of both sides', async () => {
    // Deviations from the mean 3: 2, 1, 0, 1, 2, so the variance is 10 / 5.
    expect(await keyValues([1, 2, 3, 4, 5, null], [10, 20, null, null])).toEqual({
      mean: ['3.0000', '15.00'],
      'standard deviation': ['1.4142', '5.0000'],
      median: ['3.0000', '10.00'],
      range: ['1 to 5', '10 to 20'],
      missing: ['16.7 %', '50 %'],
    });
  });

  it('say no more of a quantile beyond the baseline than is known', async () => {
    // More distinct numbers than are counted by value, so both sides are counted in the cells of the baseline.
    const grams = Array.from({ length: 3000 }, (_, i) => 20 + i / 20);
    const { median, range } = await keyValues(
      grams,
      grams.map((value) => value * 1000),
    );
    // The baseline's: half of 3,000 rows are up to 20 + 1499 / 20; cells hold a thousandth of them.
    expect(Number(median[0])).toBeCloseTo(94.95, 0);
    expect(median[1]).toBe('above 170.0');
    expect(range[1]).toBe('20,000 to 169,950');
  });

  it('are times and durations where the numbers stand for them', async () => {
    const days = (...names: string[]) => names.map((name) => Date.parse(name));
    const values = await keyValues(days('2026-03-01', '2026-03-03'), days('2026-04-01'), Redactor.SHOW, 'time');
    expect(values).toMatchObject({
      mean: ['2026-03-02', '2026-04-01'],
      'standard deviation': ['1 day 00:00:00', '00:00:00'],
      range: ['2026-03-01 to 2026-03-03', '2026-04-01 to 2026-04-01'],
    });
  });

  it('are no single values where values are not shown', async () => {
    const many = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 990 : 1010));
    expect(await keyValues(many, Array(20).fill(77), Redactor.HIDE)).toEqual({
      mean: ['1,000', '-'],
      'standard deviation': ['10.00', '-'],
      missing: ['0 %', '0 %'],
    });
    expect(await keyValues(many, many.slice(0, 9), Redactor.HIDE)).toMatchObject({ mean: ['1,000', '-'] });
    expect(await keyValues(many, many.slice(0, 10), Redactor.HIDE)).toMatchObject({ mean: ['1,000', '1,000'] });
  });

  it('are absent where a side has no number', async () => {
    expect(await keyValues([1, 2], [null])).toMatchObject({
      mean: ['1.5000', '-'],
      median: ['1.0000', '-'],
      missing: ['0 %', '100 %'],
    });
  });
});
