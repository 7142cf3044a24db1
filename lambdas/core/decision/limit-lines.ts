import { speaksAgainst } from '../performance/claims/evidence.ts';
import { isMetricName } from '../performance/metrics/registry.ts';
import { beyondWords, breachedSince, describeValue, limitParts } from '../text/limit-words.ts';
import type { LimitOutcome } from './checked-window.ts';
import type { LimitStanding } from './limits.ts';
import type { PerformanceFacts } from './performance-facts.ts';

/** Whether the window's own value is beyond the limit; null: unknown. */
export function isBeyond({ met, claim }: LimitOutcome): boolean | null {
  if (claim === undefined) return met;
  return claim.evidence && (met ?? speaksAgainst(claim.evidence));
}

/** `accuracy 0.801 (0.79 to 0.81), below the limit of 0.85`; `limit: < 0.85` where values are compared as they are. */
export function limitLine({ performance }: PerformanceFacts, limit: LimitOutcome): string {
  const { metric } = limitParts(limit.text);
  const value = describeValue(metric, estimateOf(performance, metric));
  const windows = limit.windows > 1 ? ` for ${limit.windows} windows` : '';
  if (limit.claim === undefined) return `${value}, limit: ${limit.text.slice(metric.length + 1)}${windows}`;
  if (isBeyond(limit) === false) return `${value}, not ${beyondWords(limit.text)}`;
  return `${value}, ${beyondWords(limit.text)}`;
}

/** A limit's line with how far it is proved. */
export function standingLine(facts: PerformanceFacts, limit: LimitStanding): string {
  const { standing, windows, streak, claim } = limit;
  const line = limitLine(facts, limit);
  if (standing === null) return limit.reached ? line : `${line}: ${streak} of ${windows}`;
  if (!standing.open) {
    const inARow = streak > 0 && streak < windows ? `window ${streak} of ${windows}` : '';
    const proof = standing.strength < 1 ? 'may still be chance' : inARow === '' ? 'not enough labelled rows yet' : '';
    return [line, inARow, proof].filter((part) => part !== '').join(', ');
  }
  const since = breachedSince(standing.since);
  if (isBeyond(limit) === false) return `${line}; recovery is not proved yet, ${since}`;
  return limit.reached || claim?.awaitsWeek === undefined
    ? `${line}; ${since}`
    : `${line}; ${since}, and a retraining starts only once that has lasted more than a week`;
}

/** `r2 0.4 (no interval: …), so the window says nothing about the limit r2 < 0.5`. */
export function notJudgedLine({ performance }: PerformanceFacts, { text }: LimitStanding): string {
  const { metric } = limitParts(text);
  return `${describeValue(metric, estimateOf(performance, metric))}, so the window says nothing about the limit ${text}`;
}

/** The value of a metric that a stored limit names. A limit of another version can have a metric that this one does not know. */
function estimateOf(performance: PerformanceFacts['performance'], metric: string) {
  return isMetricName(metric) ? performance?.metrics[metric] : undefined;
}
