import { describe, expect, test } from 'vitest';
import { type Scale, scaleOfOdds, scaleOfValues } from '../../../../lambdas/core/drift/movement/scale.ts';

const UNIT = 0.3;

describe.each<[string, Scale]>([
  ['values of a skew of 0.6', scaleOfValues(0.6)!],
  ['log-odds of one in ten', scaleOfOdds(0.1, UNIT)],
  ['log-odds of one in three, in a unit of another share', scaleOfOdds(1 / 3, UNIT)],
  ['log-odds of nine in ten', scaleOfOdds(0.9, UNIT)],
])('the scale of %s', (_, { placeOf: place }) => {
  test('is 0 at 0, with the slope 1, and grows', () => {
    expect(place(0)).toBeCloseTo(0, 12);
    expect((place(1e-5) - place(-1e-5)) / 2e-5).toBeCloseTo(1, 6);
    for (let effect = -0.3; effect < 0.3; effect += 0.05) expect(place(effect + 0.05)).toBeGreaterThan(place(effect));
  });
});

test('from 10 to 22.4 % the odds grow as much as they shrink from 10 to 4.1 %', () => {
  const { placeOf: place } = scaleOfOdds(0.1, UNIT);
  const down = 0.1 / 0.9 / ((0.224 / 0.776) * (0.9 / 0.1));
  const lower = down / (1 + down);

  expect(lower).toBeCloseTo(0.041, 3);
  expect(place(0.124 / UNIT)).toBeCloseTo(UNIT * Math.log((0.224 / 0.776) * 9), 12);
  expect(place((lower - 0.1) / UNIT)).toBeCloseTo(-place(0.124 / UNIT), 12);
});

test('a share of one half moves alike up and down, and further on the scale of odds than by itself', () => {
  const { placeOf: place } = scaleOfOdds(0.5, 0.5);
  for (const effect of [0.1, 0.5, 0.9]) {
    expect(place(effect)).toBeCloseTo(-place(-effect), 12);
    expect(place(effect)).toBeGreaterThan(effect);
  }
});

test('nothing lies beyond shares of 0 and 1', () => {
  const { placeOf: place } = scaleOfOdds(0.1, UNIT);

  expect(place(-5)).toBe(place(-0.1 / UNIT));
  expect(place(5)).toBe(place(0.9 / UNIT));
  expect(Number.isFinite(place(-5)) && Number.isFinite(place(5))).toBe(true);
});

test('values that are not skewed have no other scale', () => {
  expect(scaleOfValues(0)).toBeNull();
});
