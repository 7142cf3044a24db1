import type { MulticlassMetric } from '../../../lambdas/core/performance/types.ts';

/**
 * A metric of classes over a whole population.
 *
 * @param confusion Shares of the rows by actual and predicted class; they add up to 1.
 */
export function multiclassValue(
  metric: Exclude<MulticlassMetric, 'log_loss'>,
  confusion: readonly (readonly number[])[],
): number {
  const actual = confusion.map((row) => row.reduce((a, b) => a + b, 0));
  const predicted = confusion.map((_, k) => confusion.reduce((sum, row) => sum + row[k], 0));
  const hits = confusion.map((row, k) => row[k]);
  const [kind, average] = metric === 'accuracy' ? ['recall', 'weighted'] : metric.split('_').toReversed();
  const values = hits.map((hit, k) => {
    if (kind === 'precision') return hit / predicted[k];
    return kind === 'recall' ? hit / actual[k] : (2 * hit) / (actual[k] + predicted[k]);
  });
  const weights = average === 'macro' ? actual.map(() => 1 / actual.length) : actual;
  return values.reduce((sum, value, k) => sum + weights[k] * value, 0);
}
