import { describeBasis } from '../result/describe-comparison.ts';
import { describeUnlabelled, describeUnreadableLabels, rejectedPlaces } from '../result/describe-labels.ts';
import { limitParts } from '../text/limit-words.ts';
import { formatEstimate } from '../text/numbers.ts';
import type { LimitOutcome, Signal } from './checked-window.ts';
import { describeErrorPattern } from './error-pattern.ts';
import { isBeyond, limitLine } from './limit-lines.ts';
import { describeRest, type PerformanceFacts, rowsOf } from './performance-facts.ts';

/** The performance signal of this window alone. `limits.ts` judges limits over several windows. */
export function performanceSignal(facts: PerformanceFacts, limits: readonly LimitOutcome[]): Signal {
  const alerts = limits.filter((limit) => limit.purpose === 'alert');
  const met = alerts.filter((limit) => isBeyond(limit) === true);
  if (met.length === 0) {
    const known = alerts.some((limit) => isBeyond(limit) !== null);
    return { kind: 'performance', status: known ? 'clear' : 'unknown', headline: '', details: [] };
  }
  const lines = met.map((limit) => limitLine(facts, limit));
  const [headline] = lines;
  return {
    kind: 'performance',
    status: 'breach',
    headline,
    details: [...lines.slice(1), ...baselineLines(facts, met), ...patternLines(facts)],
  };
}

/**
 * Without usable labels nothing watches the model's performance, so missing, unreadable and foreign labels raise an alert. Faults
 * that waiting cannot cure raise it at once: label records that cannot be read, and predictions without ids.
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

/** Whether too large a share of the labels cannot be read, once there are enough labels to judge that. */
function haveUnreadableLabels({ labels, minimumRows, maxLeftOutShare, performance, unmeasurable }: PerformanceFacts) {
  if (labels.labelled < minimumRows && !labels.settled) return false;
  if (unmeasurable !== null) return true;
  const leftOut = performance?.leftOut;
  return leftOut !== undefined && rowsOf(leftOut, 'label') > maxLeftOutShare * leftOut.labelled;
}

function patternLines({ performance, baseline }: PerformanceFacts): string[] {
  const pattern = performance === null ? null : describeErrorPattern(performance, baseline);
  return pattern === null ? [] : [pattern];
}

/** What the baseline had of each metric whose limit is met, then how the primary metric compares with it. Unknown ones are left out. */
function baselineLines(facts: PerformanceFacts, met: readonly LimitOutcome[]): string[] {
  const { metric, comparison } = facts;
  const named = new Set(met.map(({ text }) => limitParts(text).metric));
  if (comparison !== null) named.add(metric);
  return [...named].map((name) => baselineLine(name, facts)).filter((line) => line !== null);
}

function baselineLine(name: string, { metric, baseline, comparison }: PerformanceFacts): string | null {
  const estimate = baseline?.[name];
  if (estimate === undefined || estimate.value === null) return null;
  const before = `${name} was ${formatEstimate(estimate)} in the baseline`;
  // The line follows a breached limit, which the word "same", based on this window's rows alone, would play down.
  if (name !== metric || comparison?.outcome !== 'worse') return before;
  const basis = describeBasis(comparison);
  return `${before}: now worse${basis === null ? '' : `, ${basis}`}`;
}
