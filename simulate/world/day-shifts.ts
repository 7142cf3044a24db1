import { randomOf } from './seeds.ts';
import type { WorldSpec } from './spec.ts';
import { drawWobble } from './wobble.ts';

/** A weekday, or its part of the week, by the number of the day: day 0 is a Monday, earlier ones are negative. */
function isWeekend(day: number): boolean {
  return ((day % 7) + 7) % 7 >= 5;
}

/**
 * How far a feature's mean stands from its long-run value on each day, in standard deviations: wobble and weekly season.
 * Index 0 is the first day of the baseline.
 */
export function dayShifts(
  { wobble, autocorrelation, weekend, baselineDays }: WorldSpec,
  days: number,
  names: readonly (string | number)[],
  feature: number,
): Float64Array {
  const random = randomOf(...names, 'wobble', feature);
  const season = feature % 2 === 0 ? weekend : 0;
  const levels = drawWobble(random, baselineDays + days, autocorrelation);
  return levels.map((level, i) => wobble * level + (isWeekend(i - baselineDays) ? season : 0));
}
