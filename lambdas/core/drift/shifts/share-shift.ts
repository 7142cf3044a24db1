import { hypergeometricMidTail, logHypergeometric } from '../../statistics/hypergeometric.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import type { Aligned } from '../aligned.ts';
import type { Shift } from './shift.ts';

/** A change of two percentage points matters. */
const MATERIAL_SHARE = 0.02;

/**
 * A share is measured in standard deviations of a row's 0 or 1. Smaller shares than this are measured as if they were
 * this large.
 */
const RAREST = 0.01;

export interface Counts {
  /** Rows in the share and all rows, of each side. */
  readonly baseline: number;
  readonly baselineRows: number;
  readonly window: number;
  readonly windowRows: number;
}

/**
 * Measures how a share of the rows differs. The normal score is that of the exact tail (hypergeometric, given the rows
 * of both sides together), with the observed count included in full: whatever the sizes, the p-value is never too
 * small.
 */
export function measureShare(
  { baseline, baselineRows, window, windowRows }: Counts,
  as: Pick<Shift, 'kind' | 'part'> & { readonly category?: string },
): Shift {
  const [before, now] = [baseline / baselineRows, window / windowRows];
  const frequent = asMeasured(before);
  const unit = Math.sqrt(frequent * (1 - frequent));
  const rows = baselineRows + windowRows;
  const together = (baseline + window + 0.5) / (rows + 1);
  const spread = Math.sqrt(together * (1 - together)) / unit;
  const plainError = spread / Math.sqrt(windowRows);
  const baselineError = spread / Math.sqrt(baselineRows);
  const difference = (now - before) / unit;
  const chance = Math.hypot(plainError, baselineError);
  const plain = difference / chance;
  const score =
    scoreOf(window, { population: rows, marked: baseline + window, draws: windowRows }, now - before) ?? plain;
  // With few rows a difference can be less improbable than a normal distribution says. Then the error grows and the
  // effect stays: whether a difference matters does not depend on how many rows the baseline has.
  const isLessCertain = Math.abs(score) > 1 && Math.abs(score) < Math.abs(plain);
  return {
    ...as,
    effect: isLessCertain ? difference : score * chance,
    error: isLessCertain ? Math.sqrt((difference / score) ** 2 - baselineError ** 2) : plainError,
    baselineError,
    material: MATERIAL_SHARE / unit,
    ...(as.kind === 'share' && { odds: { share: frequent, unit } }),
    shares: [before, now],
  };
}

/** Keeps a share away from 0 and 1: nearer ones are measured as if they were {@link RAREST} away. */
export function asMeasured(share: number): number {
  return Math.min(1 - RAREST, Math.max(RAREST, share));
}

/** Measures how the share of rows without a value differs. */
export function measureMissing({ baselineRows, baselineMissing, windowRows, windowMissing }: Aligned): Shift {
  const counts = {
    baseline: baselineMissing,
    baselineRows: baselineRows + baselineMissing,
    window: windowMissing,
    windowRows: windowRows + windowMissing,
  };
  return measureShare(counts, { kind: 'missing', part: 0.2 });
}

/** The score; null where the tail is too small for a double, and the plain score is large enough. */
function scoreOf(
  window: number,
  urn: { readonly population: number; readonly marked: number; readonly draws: number },
  difference: number,
): number | null {
  if (difference === 0) return 0;
  const tail = hypergeometricMidTail(window, urn) + 0.5 * Math.exp(logHypergeometric(window, urn));
  if (!(tail > 0)) return null;
  return tail >= 0.5 ? 0 : -Math.sign(difference) * normalQuantile(tail);
}
