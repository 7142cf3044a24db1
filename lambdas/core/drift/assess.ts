import { featureTable, summarise } from './feature-table.ts';
import { type FeatureToAssess, isAboveLimit, type Measured, measureFeature } from './measure-feature.ts';
import type { DriftAssessment, FeatureDrift } from './result.ts';

/**
 * Assesses one family of columns of one window. A column has drifted when its distance is above its limit (material),
 * with and without what chance adds to it, and its Benjamini–Hochberg adjusted p-value over the family is at or below
 * `alpha` (not noise). A constant baseline that changed has no distance but counts as material.
 *
 * @param features taken one at a time, so that only one aligned pair needs to be in memory
 * @param alpha the family's part of the budget, see {@link splitFalseAlarms}
 * @throws UnsuitableMethodError for a method or test that does not suit the column's type
 */
export function assessDrift(features: Iterable<FeatureToAssess>, alpha: number): DriftAssessment {
  const judged = featureTable(Array.from(features, measureFeature)).derive({
    drifted: ({ measured, smallSampleAdjustedPValue: chance }) =>
      isMaterial(measured) && chance !== null && chance <= alpha,
  });
  const results = judged.rows().map(({ measured, ...row }): FeatureDrift => ({ ...measured.facts, ...row }));
  return summarise(results, alpha, ({ effect }) => effect);
}

function isMaterial(measured: Measured): boolean {
  return isAboveLimit(measured) || measured.facts.reason === 'constant_baseline_changed';
}
