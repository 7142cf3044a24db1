import type { ColumnTable } from 'arquero';
import type { ModelBaseline } from '../../baseline/document.ts';
import type { BaselineComparison } from '../../comparison/compare-windows.ts';
import type { RunContext } from '../../context.ts';
import type { LimitOutcome } from '../../decision/checked-window.ts';
import type { AbsenceFacts } from '../../decision/conclude-from-data.ts';
import { hasEnoughRows, type PerformanceFacts, representativenessOf } from '../../decision/performance-facts.ts';
import { isBreached } from '../../monitor/limit.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { isExact, limitEvidence } from '../../performance/claims/limit-evidence.ts';
import { PositiveClassError, TooManyClassesError } from '../../performance/errors.ts';
import { evaluateTable } from '../../performance/evaluate-table.ts';
import type { EvaluationSettings } from '../../performance/rows/settings.ts';
import { nameInForm } from '../../performance/rows/unify-classes.ts';
import { evaluateSegments } from '../../performance/segments.ts';
import type { Performance } from '../../performance/types.ts';
import { windowRejections } from '../../report/rejection-text.ts';
import { describeRejections } from '../../result/describe.ts';
import { describeMisplaced } from '../../result/describe-answers.ts';
import type { CheckResult, DataRead } from '../../result/schema.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import type { Window } from '../../window.ts';
import { describeAbsence } from '../reading/describe-absence.ts';
import type { Predictions } from '../reading/labelled-predictions.ts';
import { evaluationSettings } from '../reading/prediction-columns.ts';
import { compareWithBaseline } from './baseline-comparison.ts';
import { claimThreshold } from './false-alarm-budget.ts';

/** What the labels say about a window: metrics, segments, and how the limits come out on it. */
export interface MeasuredPerformance {
  readonly facts: PerformanceFacts;
  readonly limits: readonly LimitOutcome[];
  readonly segments: CheckResult['segments'];
}

/** Measures a window's labelled predictions and holds them against the limits and, given the windows before, the baseline. */
export async function measurePerformance(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  { table, labels, data, misplaced, broken }: LabelledWindow,
  context: RunContext,
): Promise<MeasuredPerformance> {
  const measured = measure(monitor, table, labels.labelled, baseline);
  const estimate = measured.performance?.metrics[monitor.performance.primaryMetric];
  const comparison = await compareWithBaseline(monitor, window, baseline, estimate, context);
  const absence = data.rows === 0 ? await describeAbsence(monitor, window, data, context) : null;
  const facts = {
    ...gatherFacts(monitor, { baseline, measured, labels, data, comparison }),
    expectData: monitor.capture.expectData,
    byHand: context.byHand ?? false,
    absence,
    misplaced: describeElsewhere(misplaced, data.rows),
    broken,
  };
  return {
    facts,
    limits: limitOutcomes(monitor, facts),
    segments: measured.settings === null ? [] : measureSegments(monitor, table, measured.settings, baseline),
  };
}

/** A window's predictions with their labels, what reading them came across, and what is wrong with the answers. */
interface LabelledWindow extends Pick<Predictions, 'misplaced' | 'broken'> {
  readonly table: ColumnTable;
  readonly labels: PerformanceFacts['labels'];
  readonly data: DataRead;
}

/** What came of measuring: either may be null, both are where no label has come. */
interface Measurement {
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
function measure(monitor: Monitor, table: ColumnTable, labelled: number, baseline: ModelBaseline | null): Measurement {
  if (labelled === 0) return { performance: null, settings: null, unmeasurable: null };
  let unmeasurable = '';
  for (const settings of readings(monitor, baseline)) {
    try {
      const { performance, leftOut } = evaluateTable(table, settings);
      const { unknown } = performance;
      if (unknown !== undefined)
        return { performance: null, settings: null, unmeasurable: `${unknown}; ${WRITE_ALIKE}` };
      return { performance: { ...performance, leftOut }, settings, unmeasurable: null };
    } catch (error) {
      if (!(error instanceof PositiveClassError || error instanceof TooManyClassesError)) throw error;
      unmeasurable = error.message;
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

function gatherFacts(
  monitor: Monitor,
  {
    baseline,
    measured: { performance, unmeasurable },
    labels,
    data,
    comparison,
  }: {
    baseline: ModelBaseline | null;
    measured: Measurement;
    labels: PerformanceFacts['labels'];
    data: DataRead;
    comparison: BaselineComparison | null;
  },
): Omit<PerformanceFacts, keyof AbsenceFacts | 'misplaced' | 'broken'> {
  const { primaryMetric: metric, minimumRows } = monitor.performance;
  return {
    metric,
    performance: performance && asResult(performance),
    unmeasurable,
    unread: describeUnread(data, monitor.capture.maxRejectedShare),
    labels,
    minimumRows,
    maxLeftOutShare: monitor.capture.maxRejectedShare,
    comparison,
    baseline: baseline?.performance?.metrics[metric] ?? null,
  };
}

/** Where answers may stand that no row has where the monitor says; empty where some row has each. */
function describeElsewhere(misplaced: LabelledWindow['misplaced'], rows: number): string {
  const nowhere = [...misplaced].filter(([, found]) => found.rows === rows);
  return nowhere.map(([role, found]) => describeMisplaced(role, found)).join('; ');
}

/** Why the window's unreadable records are too many for the others to stand for all; null where they are not. */
function describeUnread({ used, rejected }: DataRead, maxRejectedShare: number): string | null {
  const { records, byReason, samples } = windowRejections(rejected);
  if (records <= maxRejectedShare * (used + records)) return null;
  const of = `${formatCount(records)} of ${countOf(used + records, 'captured record')}`;
  return `${of} cannot be read${describeRejections({ byReason, samples })}`;
}

/**
 * What the window says about each limit; without enough rows its value says nothing, nor where the rest stands for itself
 * only. Where the model failed to answer too many rows, the rest can be bad enough for an alert, and never says that all is
 * well; and a retraining does not mend answers.
 */
function limitOutcomes(monitor: Monitor, facts: PerformanceFacts): LimitOutcome[] {
  const standing = representativenessOf(facts);
  const { performance } = facts;
  return (['alert', 'retrain'] as const).flatMap((purpose) => {
    const threshold = claimThreshold(monitor, purpose);
    return monitor.performance[purpose].map((limit): LimitOutcome => {
      const value = performance?.metrics[limit.metric]?.value ?? null;
      const isKnown = standing !== 'unknown' && value !== null;
      const isMet = isKnown && isBreached(limit, value);
      const counts = isKnown && (standing === 'whole' || (purpose === 'alert' && isMet));
      const met = counts && hasEnoughRows(facts) ? isMet : null;
      const outcome = { text: limit.text, purpose, windows: limit.windows, met };
      if (limit.literal) return outcome;
      const evidence = counts ? limitEvidence(performance!, limit) : null;
      const isUsable = evidence !== null && (isExact(evidence) || hasEnoughRows(facts));
      const awaitsWeek = purpose === 'retrain' && !limit.hasFor;
      return {
        ...outcome,
        claim: {
          evidence: isUsable ? evidence : null,
          rows: performance?.rows ?? 0,
          threshold,
          minimumRows: facts.minimumRows,
          ...(awaitsWeek && { awaitsWeek: true }),
        },
      };
    });
  });
}

/** Segments are named as the baseline's column has their values: `true`, where a window has 1. */
function measureSegments(
  monitor: Monitor,
  table: ColumnTable,
  settings: EvaluationSettings,
  baseline: ModelBaseline | null,
): CheckResult['segments'] {
  const { segments, minimumRows, primaryMetric: metric } = monitor.performance;
  return segments.flatMap((feature, i) => {
    const column = baseline?.profile?.columns.find(({ name }) => name === feature);
    const form = column?.form === 'boolean' ? 'boolean' : column?.type === 'number' ? 'number' : null;
    const found = evaluateSegments(table, `segment_${i}`, settings, { minimumRows, metric });
    return found.segments.map(({ value, rows, performance, worse }) => ({
      feature,
      value: value === null || form === null ? value : nameInForm(value, form),
      rows,
      metric: performance.metrics[metric] ?? null,
      worse,
    }));
  });
}

function asResult({
  confusionMatrix,
  classes,
  leftOut,
  ...rest
}: Performance): NonNullable<CheckResult['performance']> {
  return {
    ...rest,
    leftOut: leftOut && {
      ...leftOut,
      reasons: leftOut.reasons.map((reason) => ({ ...reason, examples: [...reason.examples] })),
    },
    metrics: { ...rest.metrics },
    confusionMatrix: confusionMatrix && {
      classes: [...confusionMatrix.classes],
      counts: confusionMatrix.counts.map((row) => [...row]),
    },
    classes: classes && [...classes],
  };
}
