import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignProfiles } from '../../../../lambdas/core/drift/align-profiles.ts';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import type { NumberDistribution } from '../../../../lambdas/core/report/distributions/distribution.ts';
import { numberDistribution } from '../../../../lambdas/core/report/distributions/number-distribution.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';
import { alignOnGrid } from '../../drift/align-on-grid.ts';
import { numbers } from '../../drift/align-samples.ts';
import { profileWindow } from '../../drift/many-valued.ts';
import { makeChunk, reading } from '../../profile/make-columns.ts';

const shown = (aligned: Parameters<typeof numberDistribution>[0]) => numberDistribution(aligned, null, Redactor.SHOW);

/** `from to baseline window` of each bin. */
const rowsOf = ({ bins }: NumberDistribution) =>
  bins.map(({ from, to, baseline, window }) => [from, to, baseline, window]);

describe('the bins of a number column', () => {
  it('are single numbers where there are few whole ones', () => {
    const distribution = shown(numbers([0, 0, 1, 3], [3, 3, 2]));
    expect(rowsOf(distribution)).toEqual([
      [-0.5, 0.5, 2, 0],
      [0.5, 1.5, 1, 0],
      [1.5, 2.5, 0, 1],
      [2.5, 3.5, 1, 2],
    ]);
    expect(distribution).toMatchObject({ width: 1, below: { baseline: 0, window: 0 }, above: { baseline: 0 } });
  });

  it('have empty neighbours around a single number', () => {
    expect(rowsOf(shown(numbers([7, 7], [7])))).toEqual([
      [5.5, 6.5, 0, 0],
      [6.5, 7.5, 2, 1],
      [7.5, 8.5, 0, 0],
    ]);
  });

  it('end at round numbers, and a number on an edge is in the bin below it', () => {
    const distribution = shown(numbers([0, 0.05, 0.051, 1], [0.1, 0.95, 0.951]));
    expect(distribution.width).toBe(0.05);
    const rows = rowsOf(distribution);
    expect(rows).toHaveLength(20);
    expect(rows[0]).toEqual([0, 0.05, 2, 0]);
    expect(rows[1]).toEqual([0.05, 0.1, 1, 1]);
    expect(rows[18]).toEqual([0.9, 0.95, 0, 1]);
    expect(rows[19]).toEqual([0.95, 1, 1, 1]);
  });

  it('leave the rows far outside beside the axis, at most one in two hundred at either end', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i / 10);
    const distribution = shown(numbers([...values, 1e6, 1e6], [...values, -1e6, Number.POSITIVE_INFINITY]));
    expect(distribution.below).toEqual({ baseline: 0, window: 1 });
    expect(distribution.above).toEqual({ baseline: 2, window: 1 });
    expect([distribution.bins[0].from, distribution.bins.at(-1)!.to]).toEqual([0, 100]);
  });

  it('consist of whole cells where both sides were counted in a grid', () => {
    // Wanted edges: 0, 0.5, 1 … 10. The cells end at 2.1, 4.9 and 7: nearest to 2, 5 and 7.
    const distribution = shown(alignOnGrid([1, 2, 3, 4, 6, 6, 10], [0, 8, 8, 9], [2.1, 4.9, 7]));
    expect(rowsOf(distribution)).toEqual([
      [0, 2.1, 2, 1],
      [2.1, 4.9, 2, 0],
      [4.9, 7, 2, 0],
      [7, 10, 1, 3],
    ]);
    expect(distribution.width).toBe(0.5);
  });

  it('leave a window in another unit beside the axis, which stays that of the baseline', () => {
    const aligned = {
      ...alignOnGrid([1, 2, 3, 4, 6, 6, 10], [7, 2000, 3000, 4000], [2.1, 4.9, 10]),
      baselineRange: { min: 1, max: 10 },
    };
    const distribution = shown(aligned);
    expect([distribution.bins[0].from, distribution.bins.at(-1)!.to]).toEqual([1, 10]);
    expect(distribution.above).toEqual({ baseline: 0, window: 3 });
  });

  it('do not end between a number and the double before it', () => {
    const edges = [-Number.MIN_VALUE, 0, 1, 2, 3];
    const distribution = shown(alignOnGrid([0, 0, 0, 1, 3], [0, 0, 2, 3], edges));
    expect(rowsOf(distribution)[0]).toEqual([0, 1, 4, 2]);
    expect(distribution.bins.every(({ from, to }) => to - from > 0.5)).toBe(true);
  });

  it('are none without a finite number', () => {
    const distribution = shown(numbers([Number.POSITIVE_INFINITY], []));
    expect(distribution.bins).toEqual([]);
    expect(distribution.above).toEqual({ baseline: 1, window: 0 });
  });

  it('hold every row of both profiles once, on an axis without gaps', async () => {
    const value = fc.oneof(fc.double(), fc.integer({ min: -50, max: 50 }), fc.constantFrom(0, 1e300, -1e300, 0.1));
    const values = fc.array(fc.oneof({ weight: 9, arbitrary: value }, fc.constant(null)), {
      minLength: 1,
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(values, values, fc.constantFrom(5, 1000), fc.boolean(), async (before, now, most, shows) => {
        const chunk = (cells: readonly (number | null)[]) => makeChunk([['x', cells]]);
        const profile = await buildBaselineProfile(reading([chunk(before)]), {
          types: new Map([['x', 'number']]),
          limits: { distinctNumbers: most, gridCells: 20 },
        });
        const window = profileWindow(chunk(now), profile);
        const [column, other] = [profile.columns[0], window.columns[0]];
        const aligned = alignProfiles(column, other);
        if (aligned.type !== 'number') throw new Error('numbers are expected');
        const redactor = shows ? Redactor.SHOW : Redactor.HIDE;
        const { bins, below, above } = numberDistribution(aligned, column.moments, redactor);
        for (const [side, { cells }] of [
          ['baseline', column],
          ['window', other],
        ] as const) {
          const rows = bins.reduce((sum, bin) => sum + bin[side], below[side] + above[side]);
          expect(rows).toBe(cells.number + cells.infinite);
        }
        bins.forEach(({ from, to }, i) => {
          expect(to).toBeGreaterThan(from);
          if (i > 0) expect(from).toBe(bins[i - 1].to);
        });
        expect(bins.length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 300 },
    );
  });
});

describe('where values are not shown, the bins of a number column', () => {
  const moments = { count: 4, min: 90, max: 110, mean: 100, m2: 400 };

  it('are halves of a standard deviation from the mean, at most three of them', () => {
    // The standard deviation is √(400 / 4) = 10.
    const distribution = numberDistribution(numbers([90, 90, 110, 110], [69, 101, 104, 131]), moments, Redactor.HIDE);
    expect(distribution).toMatchObject({
      axis: 'deviations',
      width: 0.5,
      below: { baseline: 0, window: 1 },
      above: { baseline: 0, window: 1 },
    });
    const rows = rowsOf(distribution).filter(([, , baseline, window]) => baseline + window > 0);
    expect(rows).toEqual([
      [-1.5, -1, 2, 0],
      [0, 0.5, 0, 2],
      [0.5, 1, 2, 0],
    ]);
  });

  it('are none of a constant, whose mean is its value', () => {
    const constant = { count: 3, min: 5, max: 5, mean: 5, m2: 0 };
    expect(numberDistribution(numbers([5, 5, 5], [5]), constant, Redactor.HIDE).bins).toEqual([]);
  });
});
