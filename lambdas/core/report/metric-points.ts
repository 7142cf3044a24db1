import { LARGEST_METRIC_VALUE, type MetricPoint } from '../ports.ts';
import type { CheckResult } from '../result/schema.ts';

/** Metric of the distance between a feature's values in the window and in the baseline, by the feature's drift method. */
export const FEATURE_DRIFT_METRIC = 'FeatureDrift';

export function featureDriftDimensions(monitor: string, feature: string): { Monitor: string; Feature: string } {
  return { Monitor: monitor, Feature: feature };
}

/** Name, value, unit, and dimensions where they differ from the monitor alone. */
type Value = readonly [string, number | null | undefined, MetricPoint['unit'], MetricPoint['dimensions']?];

/**
 * The numbers of a check that are published as metrics, with the dimension `Monitor`; the rest is in the result. They
 * carry the time of the run, because CloudWatch shows older points late. Unknown values are not published, nor values
 * that are too large for CloudWatch, which would block all later ones.
 *
 * Drift checks: `Rows`, `RejectedShare`, `DataQualityViolations`, `DriftedFeatures`, `DriftedShare`, and `FeatureDrift`
 * with the additional dimension `Feature`.
 * Accuracy checks: `LabelledRows`, `LabelCoverage`, and every performance metric under its own name.
 *
 * @param publish features with a metric of their own: `drift.publish` of the monitor file
 */
export function metricPoints(result: CheckResult, publish: readonly string[], now: number): MetricPoint[] {
  const values = result.kind === 'drift' ? driftValues(result, new Set(publish)) : accuracyValues(result);
  const monitor = { Monitor: result.monitor };
  return values.flatMap(([name, value, unit, dimensions = monitor]) =>
    typeof value === 'number' && Math.abs(value) <= LARGEST_METRIC_VALUE
      ? [{ name, value, unit, dimensions, time: now }]
      : [],
  );
}

function driftValues({ monitor, data, drift, quality }: CheckResult, publish: ReadonlySet<string>): Value[] {
  const published = drift?.features.filter(({ name }) => publish.has(name)) ?? [];
  return [
    ['Rows', data.rows, 'Count'],
    ['RejectedShare', data.rejected.share, 'None'],
    ['DataQualityViolations', quality.filter((finding) => finding.breached).length, 'Count'],
    ['DriftedFeatures', drift?.drifted, 'Count'],
    ['DriftedShare', drift?.driftedShare, 'None'],
    ...published.map(
      ({ name, distance }): Value => [FEATURE_DRIFT_METRIC, distance, 'None', featureDriftDimensions(monitor, name)],
    ),
  ];
}

function accuracyValues({ labels, performance }: CheckResult): Value[] {
  return [
    ['LabelledRows', labels?.labelled, 'Count'],
    ['LabelCoverage', labels?.coverage, 'None'],
    ...Object.entries(performance?.metrics ?? {}).map(([name, { value }]): Value => [name, value, 'None']),
  ];
}
