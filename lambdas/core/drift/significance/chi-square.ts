import { chiSquareSurvival } from '../../statistics/chi-square.ts';
import type { Aligned } from '../aligned.ts';
import { type Cells, countCells, withoutMissingCell } from '../cells.ts';
import { measureHomogeneity } from './homogeneity.ts';
import { NOT_SIGNIFICANT, type Significance, type SignificanceTest } from './significance-test.ts';
import { testSingleCells } from './single-cells.ts';
import type { PooledTable } from './small-cells.ts';
import { correctSmallCounts } from './small-sample.ts';
import { testUnseenRows } from './unseen-rows.ts';

/** The shares of the chance of a false alarm for the tests that a table needs. */
const SHARES = { table: 0.85, singleCells: 0.05, unseen: 0.05, missing: 0.05 };

/**
 * Chi-square test of homogeneity on categories or bins. Pooling could hide a change in a small cell. So where cells
 * were pooled, each of them is also tested by itself, and so are all rows of categories that the baseline lacks; a
 * small cell of missing values is always tested by itself. Each of these tests is exact, and the p-value is that of all
 * together (Bonferroni by {@link SHARES}). Without a small cell it is the chi-square test's alone. p = 1 where there is
 * one cell only.
 */
export const chiSquareTest: SignificanceTest = {
  definition:
    'chi-square test of homogeneity on the 2×k table of categories or bins; cells with an expected count below 5 are pooled',
  testNumbers: test,
  testCategories: test,
};

function test(aligned: Aligned): Significance {
  const table = countCells(aligned);
  const { statistic, cells, pooled } = measureHomogeneity(table);
  const others = testSmallCells(table, pooled);
  const plain = cells < 2 ? 1 : chiSquareSurvival(statistic, cells - 1);
  const exact =
    plain > NOT_SIGNIFICANT ? plain : Math.max(plain, chiSquareSurvival(correctSmallCounts(pooled), cells - 1));
  const withTable = (pValue: number) => combine(cells < 2 ? others : [{ pValue, share: SHARES.table }, ...others]);
  return { statistic, pValue: withTable(plain), smallSamplePValue: withTable(exact), degrees: Math.max(0, cells - 1) };
}

/** A test of a part of the table. */
interface Part {
  readonly pValue: number;
  readonly share: number;
}

/** The tests of what the pooled table hides. Which ones are needed depends only on the cells' totals. */
function testSmallCells(table: Cells, { together, withoutMissing }: PooledTable): Part[] {
  const parts: Part[] = [];
  if (together.length > 0) {
    parts.push({ pValue: testSingleCells(table, together), share: SHARES.singleCells });
    parts.push({ pValue: testUnseenRows(withoutMissingCell(table)), share: SHARES.unseen });
  }
  if (withoutMissing) parts.push({ pValue: testSingleCells(table, [table.missing!]), share: SHARES.missing });
  return parts;
}

/** Bonferroni with unequal shares; unused shares are not passed on to the other tests. */
function combine(parts: readonly Part[]): number {
  const shares = parts.reduce((sum, { share }) => sum + share, 0);
  return Math.min(1, ...parts.map(({ pValue, share }) => (pValue * shares) / share));
}
