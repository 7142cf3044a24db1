import type { BaselineComparison } from '../comparison/compare-windows.ts';
import { isBreached, parseLimit } from '../monitor/limit.ts';
import { speaksAgainst } from '../performance/claims/evidence.ts';
import { countUnreadable, leftOutShare } from '../performance/rows/left-out.ts';
import type { LeftOut, MetricName } from '../performance/types.ts';
import { describeLeftOut } from '../result/describe.ts';
import { describeBasis } from '../result/describe-comparison.ts';
import {
  describeLate,
  describeUnlabelled,
  describeUnreadableLabels,
  rejectedPlaces,
} from '../result/describe-labels.ts';
import type { CheckResult, Verdict } from '../result/schema.ts';
import { beyondChance, beyondWords, describeValue, limitParts } from '../text/limit-words.ts';
import { countOf, formatCount, formatEstimate, formatShare } from '../text/numbers.ts';
import { type AbsenceFacts, judgeAbsence } from './judge-data.ts';
import type { LimitStanding } from './limits.ts';
import type { LimitOutcome, Signal } from './window-entry.ts';

export interface PerformanceFacts extends AbsenceFacts {
  /** Name of the metric that stands for the model's performance. */
  readonly metric: string;
  readonly performance: CheckResult['performance'];
  /** Why the labelled rows cannot be measured at all, or null. */
  readonly unmeasurable: string | null;
  /**
   * Why so many of the window's captured records cannot be read that the others do not stand for all, or null: what the model
   * answered in them is not known, and errors are answers too.
   */
  readonly unread: string | null;
  /** Why answers that can be measured are broken all the same, such as scores in percent, or null. */
  readonly broken: string | null;
  /** In words, where answers seem to be that no row has where the monitor says; empty where some row has each. */
  readonly misplaced: string;
  readonly labels: NonNullable<CheckResult['labels']>;
  readonly minimumRows: number;
  /** With a larger share of the labelled rows left out the others do not stand for all. */
  readonly maxLeftOutShare: number;
  /** How the metric stands against the baseline; null: it was not compared. */
  readonly comparison: BaselineComparison | null;
  /** The metric on the baseline's held-out rows, if there are any. */
  readonly baseline: {
    readonly value: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly reason?: string | undefined;
  } | null;
}

/**
 * What the measured rows stand for: `whole`, all labelled ones; `answered`, only those that the model answered, whose
 * records can be read, or what is left of broken answers, so that the metric flatters the model; `unknown`, only themselves,
 * because labels or answers could not be read and which ones depends on what they say.
 */
export function standingOfRest({ performance, unmeasurable, unread, broken, maxLeftOutShare }: RestFacts): Standing {
  if (unmeasurable !== null) return 'unknown';
  const rest = unread === null && broken === null ? 'whole' : 'answered';
  const leftOut = performance?.leftOut;
  if (leftOut === undefined || leftOutShare(leftOut) <= maxLeftOutShare) return rest;
  return countUnreadable(leftOut) > maxLeftOutShare * leftOut.labelled ? 'unknown' : 'answered';
}

export type Standing = 'whole' | 'answered' | 'unknown';
type RestFacts = Pick<
  PerformanceFacts,
  'performance' | 'unmeasurable' | 'unread' | 'broken' | 'misplaced' | 'maxLeftOutShare'
>;

/**
 * The metric's part of the verdict; below the minimum of rows there is a number but no judgement.
 *
 * @param standings How the limits stand after this window.
 */
export function performanceOf(facts: PerformanceFacts, standings: readonly LimitStanding[]): Verdict['performance'] {
  const standing = standingOfRest(facts);
  const estimate = standing === 'unknown' ? undefined : facts.performance?.metrics[facts.metric];
  const leftOut = describeRest(facts);
  const comparison = comparisonOf(facts, standing);
  const passed = passedLimit(facts, standings);
  return {
    metric: facts.metric,
    value: estimate?.value ?? null,
    lower: estimate?.lower ?? null,
    upper: estimate?.upper ?? null,
    rows: estimate?.rows ?? 0,
    comparedWithBaseline: passed === null ? (comparison?.outcome ?? 'unknown') : 'worse',
    ...(comparison !== null && { comparison: basisOf(comparison, passed) }),
    ...(estimate?.reason !== undefined && { reason: estimate.reason }),
    ...(leftOut !== '' && { leftOut }),
  };
}

/**
 * A limit that is reached, that this window is beyond as well, and that the baseline does not meet; null where there is none.
 * Many windows can prove what one leaves open, and a message must not call a model both too bad and as good as before.
 */
function passedLimit({ metric, baseline }: PerformanceFacts, standings: readonly LimitStanding[]): string | null {
  const before = baseline?.value ?? null;
  if (before === null) return null;
  const passed = standings.find((limit) => {
    if (!limit.reached || isBeyond(limit) !== true) return false;
    const asked = parseLimit(limit.text);
    return asked.metric === metric && !isBreached(asked, before);
  });
  return passed?.text ?? null;
}

/** Rows that the model failed on would make it look better, never worse. */
function comparisonOf({ comparison, ...facts }: PerformanceFacts, standing: Standing): BaselineComparison | null {
  if (!hasEnoughRows(facts) || standing === 'unknown') return null;
  return standing === 'whole' || comparison?.outcome === 'worse' ? comparison : null;
}

function basisOf(
  { outcome, ...basis }: BaselineComparison,
  passed: string | null,
): Verdict['performance']['comparison'] {
  return passed === null || outcome === 'worse' ? basis : { ...basis, reason: `the limit ${passed} is passed` };
}

/** Why rows cannot be measured; empty where all can. */
function describeRest({ performance, unmeasurable, unread, misplaced }: RestFacts): string {
  if (unmeasurable !== null) return unmeasurable;
  const leftOut = performance?.leftOut === undefined ? '' : describeLeftOut(performance.leftOut);
  return [unread ?? '', leftOut, misplaced].filter((reason) => reason !== '').join('; ');
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
  const met = alerts.filter((limit) => isBeyond(limit) === true);
  if (met.length === 0) {
    const known = alerts.some((limit) => isBeyond(limit) !== null);
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
 * Labels that never come, come under other ids, cannot be read, or name no class that the model answers leave the model
 * unwatched: that must not be silent. What cannot change by waiting is said at once: label records that cannot be read, and predictions without ids.
 */
export function labelSignal(facts: PerformanceFacts): Signal {
  const { labels, minimumRows } = facts;
  const { predictions, labelled, withoutId, settled, unreadable } = labels;
  const signal = (status: Signal['status'], headline = '', details: string[] = []): Signal => ({
    kind: 'no-labels',
    status,
    headline,
    details,
  });
  if (unreadable) return signal('breach', describeUnreadableLabels(labels), rejectedPlaces(labels));
  if (haveUnreadableLabels(facts)) return signal('breach', `performance is not known: ${describeRest(facts)}`);
  if (labelled > 0) return signal('clear');
  const isKnown = settled || withoutId === predictions;
  if (!isKnown || predictions < minimumRows) return signal('unknown');
  return signal('breach', describeUnlabelled(labels));
}

/** Whether too large a share of the labels cannot be read, where there are enough of them to say so. */
function haveUnreadableLabels({ labels, minimumRows, maxLeftOutShare, performance, unmeasurable }: PerformanceFacts) {
  if (labels.labelled < minimumRows && !labels.settled) return false;
  if (unmeasurable !== null) return true;
  const leftOut = performance?.leftOut;
  return leftOut !== undefined && rowsOf(leftOut, 'label') > maxLeftOutShare * leftOut.labelled;
}

function rowsOf({ reasons }: Pick<LeftOut, 'reasons'>, part: 'label' | 'answer'): number {
  return reasons.filter((reason) => reason.part === part).reduce((sum, { rows }) => sum + rows, 0);
}

/** Whether the window's own value is beyond the limit; null: the window says nothing about it. */
function isBeyond({ met, claim }: LimitOutcome): boolean | null {
  if (claim === undefined) return met;
  return claim.evidence && (met ?? speaksAgainst(claim.evidence));
}

/** `accuracy 0.801 (0.79 to 0.81), below the limit of 0.85`; `limit: < 0.85` where values are compared as they are. */
function limitLine({ performance }: PerformanceFacts, limit: LimitOutcome): string {
  const { metric } = limitParts(limit.text);
  const value = describeValue(metric, performance?.metrics[metric as MetricName]);
  const windows = limit.windows > 1 ? ` for ${limit.windows} windows` : '';
  if (limit.claim === undefined) return `${value}, limit: ${limit.text.slice(metric.length + 1)}${windows}`;
  if (isBeyond(limit) === false) return `${value}, not ${beyondWords(limit.text)}`;
  return `${value}, ${beyondWords(limit.text)}`;
}

/** A limit's line with how sure it is. */
function standingLine(facts: PerformanceFacts, limit: LimitStanding): string {
  const { standing, windows, streak, claim } = limit;
  const line = limitLine(facts, limit);
  if (standing === null) return limit.reached ? line : `${line}: ${streak} of ${windows}`;
  if (!standing.open) {
    const inARow = streak > 0 && streak < windows ? `window ${streak} of ${windows}` : '';
    const proof = standing.strength < 1 ? 'not beyond chance yet' : inARow === '' ? 'by too few labelled rows yet' : '';
    return [line, inARow, proof].filter((part) => part !== '').join(', ');
  }
  const since = beyondChance(standing.since);
  if (isBeyond(limit) === false) return `${line}, but not proved to be back: ${since}`;
  return limit.reached || claim?.awaitsWeek === undefined
    ? `${line}, ${since}`
    : `${line}, ${since}; a retraining waits until that is more than a week`;
}

/** `r2 0.4 (no interval: …), too few for the limit r2 < 0.5`: a limit that the window says nothing about, for want of an interval. */
function notJudgedLine({ performance }: PerformanceFacts, { text }: LimitStanding): string {
  const { metric } = limitParts(text);
  return `${describeValue(metric, performance?.metrics[metric as MetricName])}, too few for the limit ${text}`;
}

function baselineLine({ metric, baseline, comparison }: PerformanceFacts): string | null {
  if (baseline === null || baseline.value === null || comparison === null) return null;
  const before = `${metric} was ${formatEstimate(baseline)} in the baseline`;
  // The line follows a limit that the window is beyond: "same", on its rows alone, would play that down.
  if (comparison.outcome !== 'worse') return before;
  const basis = describeBasis(comparison);
  return `${before}: now worse${basis === null ? '' : `, ${basis}`}`;
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
  const unreadable = facts.labels.unreadable ? [describeUnreadableLabels(facts.labels)] : [];
  const linesOf = (limits: readonly LimitStanding[]) => unique(limits.map((limit) => standingLine(facts, limit)));
  const left = leftOutVerdict(facts, linesOf(standings.filter((limit) => limit.purpose === 'alert' && limit.reached)));
  if (left !== null) return { ...left, reasons: [...unreadable, ...left.reasons] };
  const hasEnough = hasEnoughRows(facts);
  // Few rows say nothing by themselves; together with other windows they can.
  const reached = standings.filter((limit) => limit.reached && (hasEnough || isBeyond(limit) === true));
  if (!hasEnough && reached.length === 0) return notEnough(facts);
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

/**
 * The verdict where the measured rows do not stand for all labelled ones; null where they do, or where there are so few that
 * nothing is said yet.
 *
 * @param alerts The alert limits that were reached.
 */
function leftOutVerdict(
  facts: PerformanceFacts,
  alerts: readonly string[],
): Pick<Verdict, 'nextStep' | 'reasons'> | null {
  const { labels, minimumRows, performance, unmeasurable, broken } = facts;
  const standing = standingOfRest(facts);
  if (standing === 'whole' || (labels.labelled < minimumRows && !labels.settled)) return null;
  const why = describeRest(facts);
  const reasons = broken === null ? [] : [broken];
  if (unmeasurable !== null) {
    return {
      nextStep: broken === null ? 'alert' : 'fix-data',
      reasons: [...reasons, `performance is not known: ${why}`],
    };
  }
  const rows = performance?.rows ?? 0;
  // Answers without a label.
  if (rows === 0 && why === '') return null;
  const leftOut = performance?.leftOut;
  if (rows === 0) reasons.push(`no row can be measured: ${why}`);
  else if (why !== '') reasons.push(`${why}; performance is ${restWords(standing, rows)}`);
  else reasons.push('performance is measured on broken answers, and not compared');
  const byLabels = leftOut !== undefined && rowsOf(leftOut, 'label') > facts.maxLeftOutShare * leftOut.labelled;
  return {
    nextStep: byLabels && broken === null ? 'alert' : 'fix-data',
    reasons: [...reasons, ...(standing === 'answered' ? alerts : [])],
  };
}

function restWords(standing: Standing, rows: number): string {
  const others = `the other ${rows === 1 ? 'row' : `${formatCount(rows)} rows`}`;
  return standing === 'answered'
    ? `that of ${others}, and not compared`
    : `not known, because ${others} may differ from them`;
}

function notEnough(facts: PerformanceFacts): Pick<Verdict, 'nextStep' | 'reasons'> {
  const { labels, performance, minimumRows } = facts;
  const absent = labelSignal(facts);
  if (absent.status === 'breach') return { nextStep: 'alert', reasons: [absent.headline, ...tooLate(labels)] };
  if (labels.predictions === 0) return judgeAbsence(facts);
  const rows = performance?.rows ?? 0;
  const labelled =
    rows === labels.labelled ? `(${formatShare(labels.coverage)} of the predictions)` : 'that can be measured';
  const why = describeRest(facts);
  const have = `${countOf(rows, 'labelled row')} ${labelled}`;
  const reason = `${have}, ${formatCount(minimumRows)} are needed${why === '' ? '' : `; ${why}`}`;
  return labels.settled
    ? {
        nextStep: 'continue',
        reasons: [`not enough data: ${reason}, and no more labels are expected`, ...tooLate(labels)],
      }
    : { nextStep: 'wait-for-labels', reasons: [`not enough data yet: ${reason}`] };
}

/** How many labels came too late. It grows after the window is settled, so it is not part of the window's digest. */
function tooLate({ late }: PerformanceFacts['labels']): string[] {
  return late === 0 ? [] : [describeLate(late)];
}

/** What a window shows although no limit is reached: it is beyond one, or has too few rows to be judged by one. */
function worsening(facts: PerformanceFacts, standings: readonly LimitStanding[]): string[] {
  const begun = standings.filter((limit) => (limit.standing === null ? limit.streak > 0 : isBeyond(limit) === true));
  const silent = standings.filter(({ claim, met }) => claim?.evidence === null && met !== null);
  return unique([
    ...begun.map((limit) => standingLine(facts, limit)),
    ...silent.map((limit) => notJudgedLine(facts, limit)),
  ]);
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
