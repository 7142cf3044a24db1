import type { CheckResult, Verdict } from '../result/schema.ts';
import { countOf, formatCount, formatInterval, formatShare } from '../text/numbers.ts';
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

export function hasEnoughRows({
  performance,
  minimumRows,
}: Pick<PerformanceFacts, 'performance' | 'minimumRows'>): boolean {
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

const WRITE_ALIKE =
  'Write the labels as the model answers, or say in capture.prediction.label where its class stands; until then no limit is judged';

/** Why enough rows say nothing about performance, or null. */
function unknownOf(facts: Pick<PerformanceFacts, 'performance' | 'minimumRows'>): string | null {
  return hasEnoughRows(facts) ? (facts.performance?.unknown ?? null) : null;
}

/** Labels that never come, come under other ids, or name no class that the model answers, leave the model unwatched: that must not be silent. */
export function labelSignal({
  labels,
  performance,
  minimumRows,
}: Pick<PerformanceFacts, 'labels' | 'performance' | 'minimumRows'>): Signal {
  const unknown = unknownOf({ performance, minimumRows });
  if (unknown !== null) return { kind: 'no-labels', status: 'breach', headline: unknown, details: [WRITE_ALIKE] };
  const { predictions, labelled, others, settled } = labels;
  if (labelled > 0) return { kind: 'no-labels', status: 'clear', headline: '', details: [] };
  if (!settled || predictions < minimumRows) return { kind: 'no-labels', status: 'unknown', headline: '', details: [] };
  const read =
    others === 0
      ? 'no labels were found'
      : others === 1
        ? 'the one label found has another id'
        : `none of the ${formatCount(others)} labels found has the id of one`;
  const headline = `${countOf(predictions, 'prediction has', 'predictions have')} no label: ${read}`;
  return { kind: 'no-labels', status: 'breach', headline, details: [] };
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
  const unknown = unknownOf(facts);
  if (unknown !== null) return { nextStep: 'alert', reasons: [`performance is not known: ${unknown}`, WRITE_ALIKE] };
  const linesOf = (limits: readonly LimitStanding[]) => unique(limits.map((limit) => limitLine(facts, limit)));
  const reached = standings.filter((limit) => limit.reached);
  if (block !== null) {
    const wanted = standings.filter((limit) => limit.reached || limit.heldBack);
    if (wanted.some((limit) => limit.purpose === 'retrain'))
      return { nextStep: 'fix-data', reasons: [`no retraining: ${block}`, ...linesOf(wanted)] };
  }
  if (reached.length === 0) return { nextStep: 'continue', reasons: worsening(facts, standings) };
  const retrain = reached.some((limit) => limit.purpose === 'retrain');
  return { nextStep: retrain ? 'retrain' : 'alert', reasons: linesOf(reached) };
}

function notEnough({ labels, performance, minimumRows }: PerformanceFacts): Pick<Verdict, 'nextStep' | 'reasons'> {
  const absent = labelSignal({ labels, performance, minimumRows });
  if (absent.status === 'breach') return { nextStep: 'alert', reasons: [absent.headline] };
  if (labels.predictions === 0)
    return { nextStep: 'continue', reasons: ['no predictions were captured in the window'] };
  const rows = performance?.rows ?? 0;
  const have = `${countOf(rows, 'labelled row')} (${formatShare(labels.coverage)} of the predictions)`;
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
