import type { CheckResult } from '../result/schema.ts';
import { breachedSince } from '../text/limit-words.ts';
import { countOf, formatCount, formatShare } from '../text/numbers.ts';

type Limit = CheckResult['limits'][number];

/** `accuracy < 0.85: breached since window 2001-05-12`. */
export function describeLimit(limit: Limit): string {
  const { text, windows, standing } = limit;
  const inARow = windows > 1 ? ` for ${windows} windows` : '';
  return `${text}${inARow}: ${standing === null ? describeLiteral(limit) : describeStanding(limit, standing)}`;
}

function describeStanding(
  { met, reached, streak, windows }: Limit,
  { open, since, strength }: NonNullable<Limit['standing']>,
): string {
  if (open) {
    if (met === false) return `not breached in this window, but recovery is not proved yet; ${breachedSince(since)}`;
    return `${breachedSince(since)}${reached ? '' : '; acts only once that has lasted more than a week'}`;
  }
  const evidence = strength === 0 ? '' : ` (${formatShare(strength)} of the evidence needed)`;
  if (met === null) return `not enough data to say${evidence}`;
  if (met && strength === 1) {
    const missing =
      streak < windows
        ? `window ${formatCount(streak)} of ${formatCount(windows)}`
        : 'but by too few labelled rows so far';
    return `breached, ${missing}`;
  }
  return met ? `breached, but it may be chance${evidence}` : `not breached${evidence}`;
}

function describeLiteral({ met, reached, streak, windows }: Limit): string {
  if (met === null)
    return `not enough data to say${reached ? `, breached in ${countOf(streak, 'window')} before` : ''}`;
  if (!met) return 'not breached';
  if (streak === 0) return 'breached, but not counted: the data of the window is broken';
  if (windows === 1) return streak === 1 ? 'breached' : `breached for ${countOf(streak, 'window')} in a row`;
  return reached
    ? `breached for ${countOf(streak, 'window')} in a row`
    : `breached, window ${formatCount(streak)} of ${formatCount(windows)}`;
}
