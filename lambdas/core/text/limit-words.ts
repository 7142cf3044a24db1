import { formatInterval } from './numbers.ts';

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

interface Value {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A metric with its interval: `accuracy 0.84 (0.79 to 0.88)`. */
export function describeValue(metric: string, estimate: Value | undefined): string {
  return `${metric} ${estimate ? formatInterval(estimate.value, estimate.lower, estimate.upper) : '-'}`;
}

/** `below the limit of 0.85`. */
export function beyondWords(text: string): string {
  const { operator, value } = limitParts(text);
  return `${SIDE[operator]} the limit of ${value}`;
}
