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
      ]),
    ]),
    { types: new Map([['nothing', 'category']]) },
  );
  expect(summarizeDataset(profile)).toEqual({
    rows,
    columns: 7,
    numbers: 2,
    times: 1,
    // The color, the country, and the column without a value.
    categories: 3,
    identifiers: 1,
    empty: 1,
    constant: 2,
    missing: 50 + 10 + rows,
  });
});
