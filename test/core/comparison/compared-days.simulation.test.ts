import { expect, test } from 'vitest';
import type { MetricEstimate } from '../../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { compareEach, drawAccuracy, outcomesOf, shareCalled, windowsOf } from './streams.ts';

/** The numbers of docs/statistics.md, "Better, same, worse". */

const MONITORS = 40;
const ROWS = 1000;
const LEVEL = 0.95;

interface World {
  readonly days: number;
  /** Standard deviation of the accuracy from day to day, and how much of it a day hands on. */
  readonly wobble: number;
  readonly autocorrelation?: number;
  /** How much lower the accuracy is on a day. */
  readonly loss?: (day: number) => number;
}

function play({ days, wobble, autocorrelation = 0, loss = () => 0 }: World): string[][] {
  return Array.from({ length: MONITORS }, (_, monitor) => {
    const random = new SeededRandom(1000 + monitor);
    const baseline = drawAccuracy(random, LEVEL, 20 * ROWS);
    let movement = wobble * random.normal();
    const estimates: MetricEstimate[] = [];
    for (let day = 0; day < days; day++) {
      estimates.push(drawAccuracy(random, Math.min(1, LEVEL + movement - loss(day)), ROWS));
      movement = autocorrelation * movement + Math.sqrt(1 - autocorrelation ** 2) * wobble * random.normal();
    }
    return outcomesOf(compareEach('accuracy', baseline, windowsOf(estimates)));
  });
}

test.each([
  { wobble: 0, most: 0.01 },
  { wobble: 0.01, most: 0.01 },
  { wobble: 0.01, autocorrelation: 0.5, most: 0.02 },
  { wobble: 0.01, autocorrelation: 0.8, most: 0.06 },
  { wobble: 0.02, most: 0.04 },
])('quiet days: %j', ({ most, ...world }) => {
  const share = shareCalled(play({ days: 90, ...world }).flat());

  console.log(`${JSON.stringify(world)}: ${(100 * share).toFixed(1)} % called better or worse`);
  expect(share).toBeLessThan(most);
});

const CHANGE = 30;
const drop = (points: number) => (day: number) => (day < CHANGE ? 0 : points);
const decline = (day: number) => 0.001 * Math.max(0, day - CHANGE + 1);

test.each([
  { change: '2 points', wobble: 0, loss: drop(0.02), most: 5 },
  { change: '3 points', wobble: 0, loss: drop(0.03), most: 2.5 },
  { change: '3 points', wobble: 0.01, loss: drop(0.03), most: 12 },
  { change: '5 points', wobble: 0.01, loss: drop(0.05), most: 2 },
  { change: 'a tenth of a point a day', wobble: 0, loss: decline, most: 17 },
  { change: 'a tenth of a point a day', wobble: 0.01, loss: decline, most: 27 },
])('$change lower, days that wobble by $wobble', ({ change, most, ...world }) => {
  const days = play({ days: CHANGE + 40, ...world }).map((outcomes) => {
    const first = outcomes.indexOf('worse', CHANGE);
    return first < 0 ? 41 : first - CHANGE + 1;
  });
  const mean = days.reduce((sum, day) => sum + day, 0) / days.length;

  console.log(`${change}, wobble ${world.wobble}: worse on day ${mean.toFixed(1)} on average`);
  expect(mean).toBeLessThan(most);
});
