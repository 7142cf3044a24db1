import { countOf } from './numbers.ts';

const UNITS: readonly (readonly [name: string, minutes: number])[] = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
];

/** A duration for people, in its largest unit and the next smaller one: `6 days`, `1 day 12 hours`, `5 minutes`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds / 60_000);
  const counts = UNITS.map(([name, minutes]) => {
    const count = Math.floor(rest / minutes);
    rest -= count * minutes;
    return { name, count };
  });
  const largest = counts.findIndex(({ count }) => count > 0);
  if (largest < 0) return 'under a minute';
  const said = counts.slice(largest, largest + 2).filter(({ count }) => count > 0);
  return said.map(({ name, count }) => countOf(count, name)).join(' ');
}
