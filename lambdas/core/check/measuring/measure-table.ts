import type { ColumnTable } from 'arquero';
import type { ModelBaseline } from '../../baseline/document.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { PositiveClassError, TooManyClassesError } from '../../performance/errors.ts';
import { evaluateTable } from '../../performance/evaluate-table.ts';
import type { EvaluationSettings } from '../../performance/rows/settings.ts';
import { describeDisjoint, nameInForm } from '../../performance/rows/unify-classes.ts';
import { evaluateSegments } from '../../performance/segments.ts';
import type { Performance } from '../../performance/types.ts';
import type { CheckResult } from '../../result/schema.ts';
import type { Redactor } from '../../text/redactor.ts';
import { evaluationSettings } from '../reading/prediction-columns.ts';

/** What came of measuring: either may be null, both are where no label has come. */
export interface Measurement {
  readonly performance: Performance | null;
  /** How the rows were understood; null where they could not be. */
  readonly settings: EvaluationSettings | null;
  /** Why the rows cannot be understood. */
  readonly unmeasurable: string | null;
}

const WRITE_ALIKE = 'write the labels as the model answers, or say in capture.prediction.label where its class stands';

/**
 * One answer must not end the check: where an odd text among the classes leaves open which one is positive, the baseline's
 * rows have said it.
 */
export function measureTable(
  monitor: Monitor,
  table: ColumnTable,
  labelled: number,
  baseline: ModelBaseline | null,
  redactor: Redactor,
): Measurement {
  if (labelled === 0) return { performance: null, settings: null, unmeasurable: null };
  let unmeasurable = '';
  // The page draws residuals over the baseline's, which needs the same bins.
  const residualUnit = baseline?.curves?.residuals?.rmse;
  for (const settings of readings(monitor, baseline)) {
    try {
      const { performance, leftOut } = evaluateTable(table, settings, { curves: true, residualUnit });
      const { disjoint } = performance;
      if (disjoint !== undefined) {
        const unmeasurable = `${describeDisjoint(disjoint, redactor)}; ${WRITE_ALIKE}`;
        return { performance: null, settings: null, unmeasurable };
      }
      return { performance: { ...performance, leftOut }, settings, unmeasurable: null };
    } catch (error) {
      if (!(error instanceof PositiveClassError || error instanceof TooManyClassesError)) throw error;
      unmeasurable = error.messageFor(redactor);
    }
  }
  return { performance: null, settings: null, unmeasurable };
}

/** The ways to understand the rows, the next where one cannot. The baseline's rows know the other class of two. */
function readings({ problem, capture, positive }: Monitor, baseline: ModelBaseline | null): EvaluationSettings[] {
  const given = evaluationSettings(problem, capture.prediction, positive);
  const matrix = baseline?.performance?.confusionMatrix;
  if (given.problem !== 'binary-classification' || !matrix) return [given];
  const [negative, known] = matrix.classes;
  const hasNegatives = matrix.counts[0].some((rows) => rows > 0);
  const learned = { ...given, positive: known, negative: hasNegatives ? negative : undefined };
  if (positive === undefined) return [given, learned];
  return positive === known ? [learned] : [given];
}

/** Segments are named as the baseline's column has their values: `true`, where a window has 1. */
export function measureSegments(
  monitor: Monitor,
  table: ColumnTable,
  settings: EvaluationSettings,
  baseline: ModelBaseline | null,
  redactor: Redactor,
): CheckResult['segments'] {
  const { segments, minimumRows, primaryMetric: metric } = monitor.performance;
  return segments.flatMap((feature, i) => {
    const column = baseline?.profile?.columns.find(({ name }) => name === feature);
    const form = column?.form === 'boolean' ? 'boolean' : column?.type === 'number' ? 'number' : null;
    const found = evaluateSegments(table, `segment_${i}`, settings, { minimumRows, metric });
    return found.segments.map(({ value, rows, performance, worse }) => ({
      feature,
      value: value === null ? null : redactor.text(form === null ? value : nameInForm(value, form)),
      rows,
      metric: performance.metrics[metric] ?? null,
      worse,
    }));
  });
}
