import { chiSquareSurvival } from '../../statistics/chi-square.ts';
import type { Aligned } from '../aligned.ts';
import { countCells } from '../cells.ts';
import { measureHomogeneity } from './homogeneity.ts';
import { NOT_SIGNIFICANT, type Significance, type SignificanceTest } from './significance-test.ts';
import { correctSmallCounts } from './small-sample.ts';

/** Chi-square test of homogeneity on categories or bins; p = 1 where fewer than two cells are left after pooling. */
export const chiSquareTest: SignificanceTest = { name: 'chi_square', testNumbers: test, testCategories: test };

function test(aligned: Aligned): Significance {
  const { statistic, cells, pooled } = measureHomogeneity(countCells(aligned));
  if (cells < 2) return { statistic, pValue: 1, smallSamplePValue: 1 };
  const pValue = chiSquareSurvival(statistic, cells - 1);
  if (pValue > NOT_SIGNIFICANT) return { statistic, pValue, smallSamplePValue: pValue };
  return {
    statistic,
    pValue,
    smallSamplePValue: Math.max(pValue, chiSquareSurvival(correctSmallCounts(pooled), cells - 1)),
  };
}
