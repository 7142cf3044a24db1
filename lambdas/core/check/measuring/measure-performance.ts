import type { ColumnTable } from 'arquero';
import type { ModelBaseline } from '../../baseline/document.ts';
import type { BaselineComparison } from '../../comparison/compare-windows.ts';
import type { LimitOutcome } from '../../decision/checked-window.ts';
import type { AbsenceFacts } from '../../decision/conclude-from-data.ts';
import { hasEnoughRows, type PerformanceFacts, representativenessOf } from '../../decision/performance-facts.ts';
import { declaredClasses } from '../../monitor/declared-classes.ts';
import { isBreached } from '../../monitor/limit.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { isExact, limitEvidence } from '../../performance/claims/limit-evidence.ts';
import type { RedactedContext } from '../../privacy/redacted-context.ts';
import { windowRejections } from '../../report/rejection-text.ts';
import { describeRejections } from '../../result/describe.ts';
import { describeMisplaced } from '../../result/describe-answers.ts';
import { shownPerformance } from '../../result/redact-performance.ts';
import type { CheckResult, DataRead } from '../../result/schema.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { Window } from '../../window.ts';
import { describeAbsence } from '../reading/describe-absence.ts';
import type { Predictions } from '../reading/labelled-predictions.ts';
import { compareWithBaseline, earlierAccuracy } from './baseline-comparison.ts';
import { describeBrokenAnswers } from './broken-answers.ts';
import { claimThreshold } from './false-alarm-budget.ts';
import { type Measurement, measureSegments, measureTable } from './measure-table.ts';

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
  context: RedactedContext,
): Promise<MeasuredPerformance> {
  const { redactor } = context;
  const measured = measureTable(monitor, table, labels.labelled, baseline, redactor);
  const estimate = measured.performance?.metrics[monitor.performance.primaryMetric];
  const earlier = await earlierAccuracy(monitor, window, context);
  const comparison = compareWithBaseline(monitor, window, baseline, estimate, earlier);
  const absence = data.rows === 0 ? await describeAbsence(monitor, window, data, context) : null;
  const facts = {
    ...gatherFacts(monitor, { baseline, measured, labels, data, comparison, redactor }),
    expectData: monitor.capture.expectData,
    byHand: context.byHand ?? false,
    absence,
    misplaced: describeElsewhere(misplaced, data.rows),
    broken: describeBrokenAnswers(broken, redactor),
  };
  return {
    facts,
    limits: limitOutcomes(monitor, facts),
    segments: measured.settings === null ? [] : measureSegments(monitor, table, measured.settings, baseline, redactor),
  };
}

/** A window's predictions with their labels, what reading them came across, and what is wrong with the answers. */
interface LabelledWindow extends Pick<Predictions, 'misplaced' | 'broken'> {
  readonly table: ColumnTable;
  readonly labels: PerformanceFacts['labels'];
  readonly data: DataRead;
}

function gatherFacts(
  monitor: Monitor,
  {
    baseline,
    measured: { performance, unmeasurable },
    labels,
    data,
    comparison,
    redactor,
  }: {
    baseline: ModelBaseline | null;
    measured: Measurement;
    labels: PerformanceFacts['labels'];
    data: DataRead;
    comparison: BaselineComparison | null;
    redactor: Redactor;
  },
): Omit<PerformanceFacts, keyof AbsenceFacts | 'misplaced' | 'broken'> {
  const { primaryMetric: metric, minimumRows } = monitor.performance;
  return {
    metric,
    performance: performance && shownPerformance(performance, redactor, declaredClasses(monitor)),
    unmeasurable,
    unread: describeUnread(data, monitor.capture.maxRejectedShare),
    labels,
    minimumRows,
    maxLeftOutShare: monitor.capture.maxRejectedShare,
    comparison,
    baseline: baseline?.performance?.metrics ?? null,
    suggestedLimits: baseline?.suggestedLimits,
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
