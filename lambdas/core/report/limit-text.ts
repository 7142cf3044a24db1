import type { CheckResult } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';

type Limit = CheckResult['limits'][number];

/** `log_loss > 0.7 for 3 windows: met for 8 windows in a row`. */
export function describeLimit(limit: Limit): string {
  const { text, windows } = limit;
  return `${text}${windows > 1 ? ` for ${windows} windows` : ''}: ${standing(limit)}`;
}

function standing({ met, reached, streak, windows }: Limit): string {
  if (met === null) return 'not enough data to say';
  if (!met) return 'not met';
  if (streak === 0) return 'met, but not counted because the data of the window is broken';
  if (windows === 1) return streak === 1 ? 'met' : `met for ${countOf(streak, 'window')} in a row`;
  return reached
    ? `met for ${countOf(streak, 'window')} in a row`
    : `met, window ${formatCount(streak)} of ${formatCount(windows)}`;
}
