import { countOf, formatMeasure } from '../text/numbers.ts';
import type { Verdict } from './schema.ts';

type Basis = NonNullable<Verdict['performance']['comparison']>;

/**
 * The basis of better, same or worse: `0.9350 over the last 14 windows`, or the reason; null where it is this window
 * alone.
 */
export function describeBasis({ windows, value, reason }: Basis): string | null {
  if (reason !== undefined) return reason;
  return windows > 1 ? `${formatMeasure(value)} over the last ${countOf(windows, 'window')}` : null;
}
