import type { MetricPoint } from '../ports.ts';
import type { CheckResult } from '../result/schema.ts';

/**
 * The few numbers of a check that are published as metrics; the rest is in the result. Dimension `Monitor`. Stamped with the
 * time of the run, because CloudWatch shows older points late. A value that is not known is not published.
 *
 * Drift checks: `Rows`, `RejectedShare`, `DataQualityViolations`, `DriftedFeatures`, `DriftedShare`.
 * Accuracy checks: `LabelledRows`, `LabelCoverage`, and every performance metric under its own name.
 */
export function metricPoints(result: CheckResult, now: number): MetricPoint[] {
  const { data, drift, labels, performance, quality, kind } = result;
  const values: [string, number | null | undefined, MetricPoint['unit']][] =
    kind === 'drift'
      ? [
          ['Rows', data.rows, 'Count'],
          ['RejectedShare', data.rejected.share, 'None'],
          ['DataQualityViolations', quality.filter((finding) => finding.breached).length, 'Count'],
          ['DriftedFeatures', drift?.drifted, 'Count'],
          ['DriftedShare', drift?.driftedShare, 'None'],
        ]
      : [
          ['LabelledRows', labels?.labelled, 'Count'],
          ['LabelCoverage', labels?.coverage, 'None'],
          ...Object.entries(performance?.metrics ?? {}).map(([name, metric]): [string, number | null, 'None'] => [
            name,
            metric.value,
            'None',
          ]),
        ];
  const dimensions = { Monitor: result.monitor };
  return values
    .filter((entry): entry is [string, number, MetricPoint['unit']] => Number.isFinite(entry[1]))
    .map(([name, value, unit]) => ({ name, value, unit, dimensions, time: now }));
}
