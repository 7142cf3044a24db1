import { chiSquareSurvival } from '../../statistics/chi-square.ts';
import type { Aligned } from '../aligned.ts';
import { countCells } from '../cells.ts';
import { measureHomogeneity } from './homogeneity.ts';
import { NOT_SIGNIFICANT, type Significance, type SignificanceTest } from './significance-test.ts';
import { testSingleCells } from './single-cells.ts';
import { correctSmallCounts } from './small-sample.ts';

/** The part of the p-value that goes to single cells, where cells were pooled. */
const SINGLE_CELLS = 0.05;

/**
 * Chi-square test of homogeneity on categories or bins. Where small cells were pooled, each of them is tested by itself too
 * and the p-value is that of both tests together (Bonferroni): min(p / 0.95, p of the single cells / 0.05). Without a pooled
 * cell, it is the chi-square test's alone. p = 1 where there is one cell only.
 */
export const chiSquareTest: SignificanceTest = { name: 'chi_square', testNumbers: test, testCategories: test };

function test(aligned: Aligned): Significance {
  const table = countCells(aligned);
  const { statistic, cells, pooled } = measureHomogeneity(table);
  const { together = [] } = pooled;
  const single = together.length === 0 ? null : testSingleCells(table, together);
  const combine = (pValue: number) =>
    single === null ? pValue : Math.min(1, pValue / (1 - SINGLE_CELLS), single / SINGLE_CELLS);
  const plain = cells < 2 ? 1 : chiSquareSurvival(statistic, cells - 1);
  const exact =
    cells < 2 || plain > NOT_SIGNIFICANT
      ? plain
      : Math.max(plain, chiSquareSurvival(correctSmallCounts(pooled), cells - 1));
  return { statistic, pValue: combine(plain), smallSamplePValue: combine(exact) };
}
