import type { ProblemType } from '../capture/spec.ts';
import { binaryCurves, regressionCurves } from './curves.ts';
import { type BinaryPredictions, gatherBinary } from './evidence/binary.ts';
import type { Confusion } from './evidence/confusion.ts';
import { gatherMulticlass, type MulticlassPredictions } from './evidence/multiclass.ts';
import { gatherRegression, type RegressionPredictions } from './evidence/regression.ts';
import type { MetricDefinition } from './metrics/definition.ts';
import { METRICS, metricNames } from './metrics/registry.ts';
import type { DisjointClasses } from './rows/unify-classes.ts';
import type { ConfusionMatrix, MetricEstimate, MetricName, Performance } from './types.ts';

export interface EvaluateOptions {
  /** Whether to summarise the rows for charts. @default false */
  readonly curves?: boolean | undefined;
  /** The unit in which residuals are counted, so that those of two samples have the same bins. @default - their root mean square */
  readonly residualUnit?: number | undefined;
}

/**
 * Performance of a binary classifier.
 * @param names the class texts, negative first @default - `0` and `1`
 * @throws InvalidPredictionsError when the inputs do not fit together
 */
export function evaluateBinary(
  predictions: BinaryPredictions,
  names: readonly [negative: string, positive: string] = ['0', '1'],
  { curves = false }: EvaluateOptions = {},
): Performance {
  const evidence = gatherBinary(predictions);
  return {
    problem: 'binary-classification',
    rows: evidence.rows,
    metrics: computeMetrics('binary-classification', (definition) => definition.binary?.(evidence)),
    confusionMatrix: toMatrix(names, evidence.confusion),
    classes: names.map((name, k) => describeClass(name, k, evidence.confusion)),
    ...(curves && { curves: binaryCurves(evidence) }),
  };
}

/**
 * Performance of a multiclass classifier.
 * @throws InvalidPredictionsError when the inputs do not fit together, TooManyClassesError
 */
export function evaluateMulticlass(predictions: MulticlassPredictions): Performance {
  const evidence = gatherMulticlass(predictions);
  return {
    problem: 'multiclass-classification',
    rows: evidence.rows,
    metrics: computeMetrics('multiclass-classification', (definition) => definition.multiclass?.(evidence)),
    confusionMatrix: toMatrix(predictions.classes, evidence.confusion),
    classes: predictions.classes.map((name, k) => describeClass(name, k, evidence.confusion)),
  };
}

/**
 * Performance of a regression.
 * @throws InvalidPredictionsError when the inputs do not fit together or a number is not finite
 */
export function evaluateRegression(
  predictions: RegressionPredictions,
  { curves = false, residualUnit }: EvaluateOptions = {},
): Performance {
  const evidence = gatherRegression(predictions);
  return {
    problem: 'regression',
    rows: evidence.rows,
    metrics: computeMetrics('regression', (definition) => definition.regression?.(evidence)),
    confusionMatrix: null,
    classes: null,
    ...(curves && { curves: regressionCurves(evidence, residualUnit) }),
  };
}

/** Performance that is unknown because the labels and answers of the rows have no class in common. */
export function unknownPerformance(problem: ProblemType, rows: number, disjoint: DisjointClasses): Performance {
  const estimate: MetricEstimate = { value: null, lower: null, upper: null, rows: 0, reason: 'not known' };
  const metrics = Object.fromEntries(metricNames(problem).map((name) => [name, estimate]));
  return { problem, rows, metrics, confusionMatrix: null, classes: null, disjoint };
}

function computeMetrics(
  problem: ProblemType,
  compute: (definition: MetricDefinition) => MetricEstimate | undefined,
): Performance['metrics'] {
  const metrics: Partial<Record<MetricName, MetricEstimate>> = {};
  for (const name of metricNames(problem)) metrics[name] = compute(METRICS[name])!;
  return metrics;
}

function toMatrix(classes: readonly string[], { size, counts }: Confusion): ConfusionMatrix {
  return { classes, counts: classes.map((_, i) => Array.from(counts.subarray(i * size, (i + 1) * size))) };
}

function describeClass(name: string, k: number, { size, counts, actual, predicted }: Confusion) {
  const hits = counts[k * size + k];
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    name,
    rows: actual[k],
    precision: share(hits, predicted[k]),
    recall: share(hits, actual[k]),
    f1: share(2 * hits, actual[k] + predicted[k]),
  };
}
