import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import { columnDistributions } from '../../../../lambdas/core/report/distributions/column-distributions.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';
import { profileWindow } from '../../drift/many-valued.ts';
import { type Cell, makeChunk, reading } from '../../profile/make-columns.ts';
import { driftOf, feature } from '../results.ts';

async function moreValues(
  type: 'number' | 'category',
  before: readonly Cell[],
  now: readonly Cell[],
  redactor = Redactor.SHOW,
) {
  const profile = await buildBaselineProfile(reading([makeChunk([['x', before]])]), { types: new Map([['x', type]]) });
  const window = profileWindow(makeChunk([['x', now]]), profile);
  const [column] = columnDistributions(profile, window, driftOf([feature({ name: 'x', type })]), { redactor });
  return Object.fromEntries(column.moreValues.map(({ name, baseline, window: other }) => [name, [baseline, other]]));
}

/** 1 to 100, each once; the number 3 is in the place of 100 too. */
const HUNDRED = Array.from({ length: 100 }, (_, i) => (i === 99 ? 3 : i + 1));

describe('further statistics of a column', () => {
  it('are rows, distinct values, quantiles and the most frequent number', async () => {
    // Sorted, 1 2 3 3 4 …: the fifth of the hundred is 4, the 25th 24, the 75th 74 and the 95th 94.
    expect(await moreValues('number', HUNDRED, [5, 6, null])).toEqual({
      'rows with a number': ['100', '2'],
      'distinct values': ['99', '2'],
      '5 % quantile': ['4.0000', '5.0000'],
      '25 % quantile': ['24.00', '5.0000'],
      '75 % quantile': ['74.00', '6.0000'],
      '95 % quantile': ['94.00', '6.0000'],
      'most frequent': ['3 (2 %)', '-'],
    });
  });

  it('quote no number where numbers are not shown', async () => {
    expect(await moreValues('number', HUNDRED, [5], Redactor.HIDE)).toEqual({
      'rows with a number': ['100', '1'],
      'distinct values': ['99', '1'],
    });
  });

  it('are rows and the most frequent category, as it may be shown', async () => {
    const cells = ['a', 'b', 'b', null];
    expect(await moreValues('category', cells, ['', ''])).toEqual({
      'rows with a value': ['3', '2'],
      'most frequent': ['b (66.7 %)', '(empty) (100 %)'],
    });
    expect(await moreValues('category', cells, cells, Redactor.HIDE)).toEqual({ 'rows with a value': ['3', '3'] });
    const hashed = await moreValues('category', cells, cells, new Redactor('hash', 'key'));
    expect(hashed['most frequent'][0]).toMatch(/^#[0-9a-f]{12} \(66\.7 %\)$/);
  });
});
