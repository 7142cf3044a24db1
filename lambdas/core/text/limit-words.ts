import { type Estimate, formatEstimate } from './numbers.ts';

const SIDE: Readonly<Record<string, string>> = {
  '<': 'below',
  '<=': 'at or below',
  '>': 'above',
  '>=': 'at or above',
};

/** The parts of a limit's text: `accuracy < 0.85`. */
export function limitParts(text: string): { metric: string; operator: string; value: string } {
  const [metric, operator, value] = text.split(' ');
  return { metric, operator, value };
}

/** A metric with its interval, or the reason that it has none: `accuracy 0.84 (0.79 to 0.88)`. */
export function describeValue(metric: string, estimate: Estimate | undefined): string {
  return `${metric} ${estimate ? formatEstimate(estimate) : '-'}`;
}

/** `breached since window 2001-05-12`. @param since null: the window is too old to be on record. */
export function breachedSince(since: string | null): string {
  return `breached since ${since === null ? 'before the oldest window on record' : `window ${since}`}`;
}

/** `below the limit of 0.85`. */
export function beyondWords(text: string): string {
  const { operator, value } = limitParts(text);
  return `${SIDE[operator]} the limit of ${value}`;
}
