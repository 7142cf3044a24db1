import { describeMissingLimit, type SuggestingBaseline } from '../monitor/missing-limit.ts';
import type { CheckResult } from '../result/schema.ts';

/** Where the model is worse than the baseline and no limit is set: that nothing follows, and the key to add. Otherwise null. */
export function worseWithoutLimit(
  { metric, comparedWithBaseline }: CheckResult['verdict']['performance'],
  limits: readonly unknown[],
  baseline: SuggestingBaseline | null,
): string | null {
  if (comparedWithBaseline !== 'worse' || limits.length > 0 || metric === null) return null;
  return describeMissingLimit(metric, baseline);
}
