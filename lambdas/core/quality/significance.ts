import { hypergeometricMidTail } from '../statistics/hypergeometric.ts';
import type { Example } from './examples.ts';
import type { Measurement } from './types.ts';

/** A number of events among a number of rows. */
export interface Share {
  readonly events: number;
  readonly rows: number;
}

function shareOf({ events, rows }: Share): number {
  return rows === 0 ? 0 : events / rows;
}

/**
 * The probability that at least as many of all events are in the window if events are equally likely in the rows of
 * both sides: Fisher's exact test, one-sided, mid-p. 1 if the window's share is not above the overall share.
 */
export function testIncrease(window: Share, baseline: Share): number {
  const urn = {
    population: window.rows + baseline.rows,
    marked: window.events + baseline.events,
    draws: window.rows,
  };
  if (window.events * urn.population <= urn.marked * urn.draws) return 1;
  return hypergeometricMidTail(window.events, urn);
}

/** Measures whether a share has risen by more than `maxIncrease`. null if it is 0 on both sides. */
export function measureIncrease(
  window: Share,
  baseline: Share,
  maxIncrease: number,
  examples: readonly Example[] = [],
): Measurement | null {
  if (window.events === 0 && baseline.events === 0) return null;
  const value = shareOf(window);
  const limit = Math.min(1, shareOf(baseline) + maxIncrease);
  return {
    value,
    baseline: shareOf(baseline),
    limit,
    rows: window.rows,
    exceeded: value > limit,
    pValue: testIncrease(window, baseline),
    ...(examples.length > 0 ? { examples } : {}),
  };
}
