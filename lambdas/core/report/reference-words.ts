import type { ReferenceComparison } from '../comparison/against-reference.ts';
import type { MetricEstimate } from '../performance/types.ts';
import { formatMeasure, formatRange } from '../text/numbers.ts';

/** `Worse than the reference`: the verdict, short enough for a title. */
export function describeVerdict({ verdict, metric, metrics }: ReferenceComparison): string {
  if (verdict === 'not-enough-data') return 'Not enough data to say whether it is worse than the reference';
  if (verdict === 'worse') return 'Worse than the reference';
  return metrics[metric].outcome === 'better' ? 'Better than the reference' : 'No worse than the reference';
}

/** `roc_auc 0.8123, 0.8534 in the reference: difference -0.0411 (-0.0612 to -0.0210)`, and why there is not enough data. */
export function describeDeciding(
  { metric, metrics, reason }: ReferenceComparison,
  estimates: Readonly<Record<string, Pick<MetricEstimate, 'value'> | undefined>>,
  reference: Readonly<Record<string, Pick<MetricEstimate, 'value'> | undefined>>,
): string {
  const values = `${metric} ${formatMeasure(estimates[metric]?.value)}, ${formatMeasure(reference[metric]?.value)} in the reference`;
  const difference = describeDifference(metrics[metric]);
  return [values, difference === '' ? '' : `: difference ${difference}`, reason === null ? '' : `; ${reason}`].join('');
}

/** `-0.0411 (-0.0612 to -0.0210)`; empty where it is not known. */
export function describeDifference({ difference, lower, upper }: ReferenceComparison['metrics'][string]): string {
  if (difference === null || lower === null || upper === null) return '';
  return `${formatMeasure(difference)} (${formatRange(lower, upper, difference)})`;
}

/** `worse`, `better`, nothing where the difference is within chance, or why it is not known. */
export function describeOutcome({ outcome, reason }: ReferenceComparison['metrics'][string]): string {
  if (outcome === 'unknown') return reason ?? 'not known';
  return outcome === 'same' ? '' : outcome;
}
