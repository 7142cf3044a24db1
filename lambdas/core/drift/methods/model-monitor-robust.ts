import type { Aligned } from '../aligned.ts';
import { measureKolmogorovSmirnov } from './ks.ts';
import { measureLargestShift } from './l-infinity.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * SageMaker Model Monitor's "Robust" distance with the number of rows taken into account: max(0, D − 1.8 √((n + m)/(n
 * m))), where D is the Kolmogorov–Smirnov distance of numbers and the largest shift of categories. Error from a grid:
 * that of D.
 */
export const modelMonitorRobust: DriftMethod = {
  definition: "max(0, D − 1.8·√((n+m)/(nm))), SageMaker Model Monitor's distance, with every row counted",
  defaultLimit: 0.1,
  isAtMostOne: true,
  measureNumbers: (aligned) => discount(measureKolmogorovSmirnov(aligned), aligned),
  measureCategories: (aligned) => discount(measureLargestShift(aligned), aligned),
};

const NOISE_FACTOR = 1.8;

function discount(d: Distance & { readonly value: number }, aligned: Aligned): Distance {
  const noise = NOISE_FACTOR * Math.sqrt(1 / aligned.baselineRows + 1 / aligned.windowRows);
  const distance = { value: Math.max(0, d.value - noise), errorBound: d.errorBound };
  return d.beyondChance === undefined ? distance : { ...distance, beyondChance: Math.max(0, d.beyondChance - noise) };
}
