import { describeUnlabelled, describeUnreadableLabels, rejectedPlaces } from '../result/describe-labels.ts';
import type { CheckResult, Verdict } from '../result/schema.ts';
import { formatCount, formatInterval, formatShare } from '../text/numbers.ts';
import type { LimitStanding } from './limits.ts';
import type { LimitOutcome, Signal } from './state.ts';

export interface PerformanceFacts {
  /** Name of the metric that stands for the model's performance. */
  readonly metric: string;
  readonly performance: CheckResult['performance'];
  readonly labels: NonNullable<CheckResult['labels']>;
  readonly minimumRows: number;
  readonly comparedWithBaseline: Verdict['performance']['comparedWithBaseline'];
  /** The metric on the baseline's held-out rows, if there are any. */
  readonly baseline: {
    readonly value: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  } | null;
}

/** The metric's part of the verdict; below the minimum of rows there is a number but no judgement. */
export function performanceOf(facts: PerformanceFacts): Verdict['performance'] {
  const estimate = facts.performance?.metrics[facts.metric];
  return {
    metric: facts.metric,
    value: estimate?.value ?? null,
    lower: estimate?.lower ?? null,
    upper: estimate?.upper ?? null,
    rows: estimate?.rows ?? 0,
    comparedWithBaseline: hasEnoughRows(facts) ? facts.comparedWithBaseline : 'unknown',
  };
}

export function hasEnoughRows({ performance, minimumRows }: PerformanceFacts): boolean {
  return performance !== null && performance.rows >= minimumRows;
}

/** What this window alone says about performance. Limits over several windows are judged on the series, by the transition. */
export function performanceSignal(facts: PerformanceFacts, limits: readonly LimitOutcome[]): Signal {
  const alerts = limits.filter((limit) => limit.purpose === 'alert');
  const met = alerts.filter((limit) => limit.met === true);
  if (met.length === 0) {
    const known = alerts.some((limit) => limit.met !== null);
    return { kind: 'performance', status: known ? 'clear' : 'unknown', headline: '', details: [] };
  }
  const lines = met.map((limit) => limitLine(facts, limit));
  const [headline] = lines;
  const context = baselineLine(facts);
  return {
    kind: 'performance',
    status: 'breach',
    headline,
    details: [...lines.slice(1), ...(context === null ? [] : [context])],
  };
}

/**
 * Labels that never come, or come under other ids, leave the model unwatched: that must not be silent. What cannot change by
 * waiting is said at once: label records that cannot be read, and predictions without ids.
 */
export function labelSignal({ labels, minimumRows }: Pick<PerformanceFacts, 'labels' | 'minimumRows'>): Signal {
  const { predictions, labelled, withoutId, settled, unreadable } = labels;
  const breach = (headline: string): Signal => ({
    kind: 'no-labels',
    status: 'breach',
    headline,
    details: unreadable ? rejectedPlaces(labels) : [],
  });
  if (unreadable) return breach(describeUnreadableLabels(labels));
  if (labelled > 0) return { kind: 'no-labels', status: 'clear', headline: '', details: [] };
  const known = settled || withoutId === predictions;
  if (!known || predictions < minimumRows) return { kind: 'no-labels', status: 'unknown', headline: '', details: [] };
  return breach(describeUnlabelled(labels));
}

/** `accuracy 0.801 (0.79 to 0.81), limit: < 0.85`. */
function limitLine({ performance }: PerformanceFacts, limit: LimitOutcome): string {
  const metric = limit.text.split(' ')[0];
  const estimate = performance?.metrics[metric];
  const value = estimate ? formatInterval(estimate.value, estimate.lower, estimate.upper) : '-';
  const windows = limit.windows > 1 ? ` for ${limit.windows} windows` : '';
  return `${metric} ${value}, limit: ${limit.text.slice(metric.length + 1)}${windows}`;
}

function baselineLine({ metric, baseline, comparedWithBaseline }: PerformanceFacts): string | null {
  if (baseline === null || baseline.value === null || comparedWithBaseline === 'unknown') return null;
  const before = formatInterval(baseline.value, baseline.lower, baseline.upper);
  return `${metric} was ${before} in the baseline: now ${comparedWithBaseline}`;
}

/**
 * What an accuracy check concludes.
 *
 * @param standings How the limits stand after this window, whatever came later.
 * @param block Why a retraining must not start now, or null.
 */
export function judgePerformance(
  facts: PerformanceFacts,
  standings: readonly LimitStanding[],
  block: string | null,
): Pick<Verdict, 'nextStep' | 'reasons'> {
  if (!hasEnoughRows(facts)) return notEnough(facts);
  const unreadable = facts.labels.unreadable ? [describeUnreadableLabels(facts.labels)] : [];
  const linesOf = (limits: readonly LimitStanding[]) => unique(limits.map((limit) => limitLine(facts, limit)));
  const reached = standings.filter((limit) => limit.reached);
  if (block !== null) {
    const wanted = standings.filter((limit) => limit.reached || limit.heldBack);
    if (wanted.some((limit) => limit.purpose === 'retrain'))
      return { nextStep: 'fix-data', reasons: [`no retraining: ${block}`, ...linesOf(wanted), ...unreadable] };
  }
  if (reached.length === 0) {
    const nextStep = facts.labels.unreadable ? 'alert' : 'continue';
    return { nextStep, reasons: [...unreadable, ...worsening(facts, standings)] };
  }
  const retrain = reached.some((limit) => limit.purpose === 'retrain');
  return { nextStep: retrain ? 'retrain' : 'alert', reasons: [...linesOf(reached), ...unreadable] };
}

function notEnough({ labels, performance, minimumRows }: PerformanceFacts): Pick<Verdict, 'nextStep' | 'reasons'> {
  const absent = labelSignal({ labels, minimumRows });
  if (absent.status === 'breach') return { nextStep: 'alert', reasons: [absent.headline] };
  if (labels.predictions === 0)
    return { nextStep: 'continue', reasons: ['no predictions were captured in the window'] };
  const rows = performance?.rows ?? 0;
  const have = `${formatCount(rows)} labelled rows (${formatShare(labels.coverage)} of the predictions)`;
  const reason = `${have}, ${formatCount(minimumRows)} are needed`;
  return labels.settled
    ? { nextStep: 'continue', reasons: [`not enough data: ${reason}, and no more labels are expected`] }
    : { nextStep: 'wait-for-labels', reasons: [`not enough data yet: ${reason}`] };
}

/** What is worth knowing though it asks for nothing yet. */
function worsening(facts: PerformanceFacts, standings: readonly LimitStanding[]): string[] {
  const begun = standings.filter((limit) => limit.streak > 0);
  return begun.map((limit) => `${limitLine(facts, limit)}: ${limit.streak} of ${limit.windows}`);
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
