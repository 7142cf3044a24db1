import { describeLate, describeUnreadableLabels } from '../result/describe-labels.ts';
import type { Verdict } from '../result/schema.ts';
import { countOf, formatCount, formatShare } from '../text/numbers.ts';
import { labelSignal } from './accuracy-signals.ts';
import { concludeFromAbsence } from './conclude-from-data.ts';
import { isBeyond, notJudgedLine, standingLine } from './limit-lines.ts';
import type { LimitStanding } from './limits.ts';
import {
  describeRest,
  hasEnoughRows,
  type PerformanceFacts,
  type Representativeness,
  representativenessOf,
  rowsOf,
} from './performance-facts.ts';

/**
 * What an accuracy check concludes.
 *
 * @param standings How the limits stand after this window, without later windows.
 * @param block Why a retraining must not start now, or null.
 * @param broken That broken data explains the limits that are passed, in words, or null: nothing is then known of the model.
 * @param replaced That the window's model was replaced, in words; null: it is deployed. Nothing follows for a replaced model.
 */
export function concludeFromPerformance(
  facts: PerformanceFacts,
  standings: readonly LimitStanding[],
  block: string | null,
  replaced: string | null = null,
  broken: string | null = null,
): Pick<Verdict, 'nextStep' | 'reasons'> {
  const unreadable = facts.labels.unreadable ? [describeUnreadableLabels(facts.labels)] : [];
  const linesOf = (limits: readonly LimitStanding[]) => unique(limits.map((limit) => standingLine(facts, limit)));
  const left = leftOutVerdict(facts, linesOf(standings.filter((limit) => limit.purpose === 'alert' && limit.reached)));
  if (left !== null) return { ...left, reasons: [...unreadable, ...left.reasons] };
  const hasEnough = hasEnoughRows(facts);
  // Too few rows prove nothing by themselves; together with earlier windows they can.
  const reached = standings.filter((limit) => limit.reached && (hasEnough || isBeyond(limit) === true));
  if (!hasEnough && reached.length === 0) return notEnough(facts);
  if (block !== null && replaced === null) {
    const wanted = standings.filter((limit) => limit.reached || limit.heldBack);
    if (wanted.some((limit) => limit.purpose === 'retrain'))
      return { nextStep: 'fix-data', reasons: [`no retraining: ${block}`, ...linesOf(wanted), ...unreadable] };
  }
  const ofLabels = facts.labels.unreadable ? 'alert' : 'continue';
  if (reached.length === 0) return { nextStep: ofLabels, reasons: [...unreadable, ...worsening(facts, standings)] };
  if (replaced !== null) return { nextStep: ofLabels, reasons: [...unreadable, replaced, ...linesOf(reached)] };
  const retrain = reached.some((limit) => limit.purpose === 'retrain');
  if (broken !== null && !retrain) {
    return { nextStep: 'fix-data', reasons: [broken, ...linesOf(reached), ...unreadable] };
  }
  return { nextStep: retrain ? 'retrain' : 'alert', reasons: [...linesOf(reached), ...unreadable] };
}

/**
 * The verdict where the measured rows do not represent all labelled ones; null where they do, or where there are too few to
 * judge that.
 *
 * @param alerts The alert limits that were reached.
 */
function leftOutVerdict(
  facts: PerformanceFacts,
  alerts: readonly string[],
): Pick<Verdict, 'nextStep' | 'reasons'> | null {
  const { labels, minimumRows, performance, unmeasurable, broken } = facts;
  const standing = representativenessOf(facts);
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
  // No prediction has a label, so nothing was left out.
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

function restWords(standing: Representativeness, rows: number): string {
  const others = `the other ${rows === 1 ? 'row' : `${formatCount(rows)} rows`}`;
  return standing === 'answered'
    ? `that of ${others}, and not compared`
    : `not known, because ${others} may differ from them`;
}

function notEnough(facts: PerformanceFacts): Pick<Verdict, 'nextStep' | 'reasons'> {
  const { labels, performance, minimumRows } = facts;
  const absent = labelSignal(facts);
  if (absent.status === 'breach') return { nextStep: 'alert', reasons: [absent.headline, ...tooLate(labels)] };
  if (labels.predictions === 0) return concludeFromAbsence(facts);
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

/** How many labels came too late. The number grows after the window is settled, so the window's digest leaves it out. */
function tooLate({ late }: PerformanceFacts['labels']): string[] {
  return late === 0 ? [] : [describeLate(late)];
}

/** Limits that the window is beyond but that are not reached yet, and limits that it cannot be judged by. */
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
