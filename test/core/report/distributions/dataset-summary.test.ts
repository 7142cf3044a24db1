import { expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import { summarizeDataset } from '../../../../lambdas/core/report/distributions/dataset-summary.ts';
import { type Cell, makeChunk, reading } from '../../profile/make-columns.ts';

it('counts the columns of a data set by what they hold, and the cells without a value', async () => {
  const rows = 200;
  const column = (cell: (i: number) => Cell) => Array.from({ length: rows }, (_, i) => cell(i));
  const profile = await buildBaselineProfile(
    reading([
      makeChunk([
        ['price', column((i) => (i < 50 ? null : i))],
        ['fee', column((i) => (i < 10 ? null : 7))],
        ['color', column((i) => ['red', 'blue'][i % 2])],
        ['country', column(() => 'NL')],
        ['day', column((i) => `2026-03-${String(1 + (i % 28)).padStart(2, '0')}`)],
        ['order', column((i) => `order ${i}`)],
        ['nothing', column(() => null)],
        ['refund', column((i) => (i < 10 ? i : 0))],
        ['channel', column((i) => (i < 10 ? 'app' : 'web'))],
        ['copy of price', column((i) => (i < 50 ? null : i))],
        ['shade', column((i) => ['red', 'blue'][i % 2])],
        // As many of each, but others.
        ['state', column((i) => ['new', 'old'][i % 2])],
      ]),
    ]),
    { types: new Map([['nothing', 'category']]) },
  );
  expect(summarizeDataset(profile)).toEqual({
    rows,
    columns: 12,
    numbers: 4,
    times: 1,
    // The color, the country, the column without a value, the channel, the shade and the state.
    categories: 6,
    identifiers: 1,
    empty: 1,
    constant: 2,
    // The refund and the channel, whose most frequent value has 191 and 190 of 200 rows.
    nearlyConstant: 2,
    // The copy of the price, and the shade.
    alike: 2,
    missing: 50 + 10 + rows + 50,
  });
});
