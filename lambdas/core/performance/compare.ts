import { type BoundedEstimate, differenceInterval } from './intervals/square-and-add.ts';
import type { MetricDefinition } from './metrics/definition.ts';
import type { MetricEstimate } from './types.ts';

/** How a window's metric stands against the baseline's. */
export interface MetricComparison {
  readonly outcome: 'better' | 'same' | 'worse' | 'unknown';
  /**
   * Window minus baseline; for a metric that is best at zero, the difference of the distances from zero. null when
   * unknown.
   */
  readonly difference: number | null;
  /** 95 % confidence interval of the difference. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Why the outcome is unknown. */
  readonly reason?: string;
}

/**
 * Compares two independent estimates of a metric. The window is worse (or better) only when the whole interval of the
 * difference, by Newcombe's square-and-add, is on that side of zero; otherwise the outcome is "same".
 *
 * @param names What reasons call both.
 */
export function comparePerformance(
  baseline: MetricEstimate,
  window: MetricEstimate,
  definition: Pick<MetricDefinition, 'better'>,
  names = { baseline: 'the baseline', window: 'the window' },
): MetricComparison {
  if (!isBounded(baseline)) return unknown(`${names.baseline} has no ${whatIsMissing(baseline)}`);
  if (!isBounded(window)) return unknown(`${names.window} has no ${whatIsMissing(window)}`);
  const towardsZero = definition.better === 'zero';
  const first = towardsZero ? distanceFromZero(baseline) : baseline;
  const second = towardsZero ? distanceFromZero(window) : window;
  const { lower, upper } = differenceInterval(first, second);
  const rose = lower > 0;
  const fell = upper < 0;
  const good = definition.better === 'higher' ? rose : fell;
  const outcome = good ? 'better' : rose || fell ? 'worse' : 'same';
  return { outcome, difference: second.value - first.value, lower, upper };
}

function isBounded(estimate: MetricEstimate): estimate is BoundedEstimate {
  return estimate.value !== null && estimate.lower !== null && estimate.upper !== null;
}

function whatIsMissing({ value, reason }: MetricEstimate): string {
  const what = value === null ? 'value' : 'confidence interval';
  return reason === undefined ? what : `${what}: ${reason}`;
}

function distanceFromZero({ value, lower, upper, rows }: BoundedEstimate): BoundedEstimate {
  const [near, far] = [Math.abs(lower), Math.abs(upper)].sort((a, b) => a - b);
  return { value: Math.abs(value), lower: lower <= 0 && upper >= 0 ? 0 : near, upper: far, rows };
}

function unknown(reason: string): MetricComparison {
  return { outcome: 'unknown', difference: null, lower: null, upper: null, reason };
}
