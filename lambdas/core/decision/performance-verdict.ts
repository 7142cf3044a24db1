import type { BaselineComparison } from '../comparison/compare-windows.ts';
import { isBreached, parseLimit } from '../monitor/limit.ts';
import type { Verdict } from '../result/schema.ts';
import { isBeyond } from './limit-lines.ts';
import type { LimitStanding } from './limits.ts';
import {
  describeRest,
  hasEnoughRows,
  type PerformanceFacts,
  type Representativeness,
  representativenessOf,
} from './performance-facts.ts';

/** The primary metric of a window; undefined where the rows that were measured do not stand for the others. */
export function primaryEstimate(
  facts: PerformanceFacts,
): NonNullable<PerformanceFacts['performance']>['metrics'][string] | undefined {
  return representativenessOf(facts) === 'unknown' ? undefined : facts.performance?.metrics[facts.metric];
}

/**
 * The verdict on performance. Below the minimum number of rows it has a value but no judgement.
 *
 * @param standings How the limits stand after this window.
 */
export function performanceOf(facts: PerformanceFacts, standings: readonly LimitStanding[]): Verdict['performance'] {
  const standing = representativenessOf(facts);
  const estimate = primaryEstimate(facts);
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
 * A limit that is reached, that this window is also beyond, and that the baseline does not meet; null where there is none.
 * Several windows can prove what one window cannot, and a message must not call a model both beyond its limit and the same as
 * the baseline.
 */
function passedLimit({ metric, baseline }: PerformanceFacts, standings: readonly LimitStanding[]): string | null {
  const before = baseline?.[metric]?.value ?? null;
  if (before === null) return null;
  const passed = standings.find((limit) => {
    if (!limit.reached || isBeyond(limit) !== true) return false;
    const wantedLimit = parseLimit(limit.text);
    return wantedLimit.metric === metric && !isBreached(wantedLimit, before);
  });
  return passed?.text ?? null;
}

/** Left-out rows make the model look better, never worse: with rows left out, only `worse` counts. */
function comparisonOf(
  { comparison, ...facts }: PerformanceFacts,
  standing: Representativeness,
): BaselineComparison | null {
  if (!hasEnoughRows(facts) || standing === 'unknown') return null;
  return standing === 'whole' || comparison?.outcome === 'worse' ? comparison : null;
}

function basisOf(
  { outcome, ...basis }: BaselineComparison,
  passed: string | null,
): Verdict['performance']['comparison'] {
  return passed === null || outcome === 'worse' ? basis : { ...basis, reason: `the limit ${passed} is breached` };
}
