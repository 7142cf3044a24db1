import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { drawDelays, longestDelay, NEVER, parseLabels } from '../../../../simulate/world/model/label-arrival.ts';

const ROWS = 70_000;
const draw = (name: string, day = 0) => drawDelays(new SeededRandom(1), ROWS, day, parseLabels(name));
const countBy = (delays: Int16Array) => {
  const counts = new Map<number, number>();
  for (const delay of delays) counts.set(delay, (counts.get(delay) ?? 0) + 1);
  return counts;
};

describe('labels', () => {
  it('come at once with the arrival at-once', () => {
    expect(countBy(draw('at-once'))).toEqual(new Map([[0, ROWS]]));
  });

  it('are spread evenly over the days', () => {
    const counts = countBy(draw('spread-13'));
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, i) => i));
    // Four standard deviations of a count of 1/14.
    const expected = ROWS / 14;
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it('come with the others of their week, on its last day', () => {
    // Day 0 is a Monday.
    const delays = Array.from({ length: 8 }, (_, day) => [...countBy(draw('weekly', day)).keys()]);
    expect(delays).toEqual([[6], [5], [4], [3], [2], [1], [0], [6]]);
    expect([...countBy(draw('weekly+spread-3', 5)).keys()].sort((a, b) => a - b)).toEqual([1, 8]);
  });

  it('stay away for a share of the rows', () => {
    const never = countBy(draw('spread-2+missing-0.3')).get(NEVER)!;
    expect(Math.abs(never - 0.3 * ROWS)).toBeLessThan(4 * Math.sqrt(ROWS * 0.3 * 0.7));
  });

  it.each(['at-once', 'spread-13', 'weekly', 'weekly+spread-3', 'spread-5+missing-0.5'])(
    'are all there after the longest delay: %s',
    (name) => {
      for (let day = -3; day < 9; day++) {
        expect(Math.max(...draw(name, day))).toBe(longestDelay(day, parseLabels(name)));
      }
    },
  );

  it('are refused with other arrivals', () => {
    expect(() => parseLabels('late')).toThrow(
      '"late" is not a way in which labels arrive; accepted: at-once, spread-DAYS, weekly, missing-SHARE, joined by +, such as spread-13',
    );
    expect(() => parseLabels('missing-1.5')).toThrow('"missing-1.5"');
  });
});
