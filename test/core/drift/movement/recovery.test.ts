import { describe, expect, test } from 'vitest';
import { isBack } from '../../../../lambdas/core/drift/movement/recovery.ts';

/** One standard error of sampling and movement together is 0.1. */
const MOVEMENT = 0.0064;
const windows = (...effects: number[]) => effects.map((effect) => ({ effect, error: 0.06, flagged: true, groups: [] }));
const MATERIAL = 0.05;
const isBackAfter = (...effects: number[]) => isBack(windows(...effects), MOVEMENT, MATERIAL);

describe('a shift of three standard errors', () => {
  test.each([
    // Twice log 20 is 6: (3² − 0²) / 2 is 4.5, log 20 is 3.
    ['is over with one window where the column was before', [0.3, 0], true],
    ['is over with one window, whichever side it was on', [-0.3, 0], true],
    ['is not over while it stays', [0.3, 0.3], false],
    ['is not over a little nearer', [0.3, 0.2], false],
    // (3² − 2 · 3 · 0.9) / 2 is 1.8.
    ['is not over with one window nearer to before than to the shift', [0.3, 0.09], false],
    ['is over with two of them', [0.3, 0.09, 0.09], true],
    ['is not over where it is away again between them', [0.3, 0.09, 0.3, 0.09], false],
  ] as const)('%s', (_, effects, expected) => {
    expect(isBackAfter(...effects)).toBe(expected);
  });

  test('that stays is not over, however long it lasts', () => {
    for (let count = 1; count < 200; count++) expect(isBackAfter(...new Array(1 + count).fill(0.3))).toBe(false);
  });

  test('windows in the middle decide nothing, however many, and later windows can still decide', () => {
    // Half of the mean of the windows since, so that each says as much for one as for the other.
    const middle = [0.3];
    for (let i = 0; i < 100; i++) middle.push(middle.reduce((sum, effect) => sum + effect, 0) / middle.length / 2);

    expect(isBackAfter(...middle)).toBe(false);
    expect(isBackAfter(0.3, ...new Array(100).fill(0.16))).toBe(false);
    expect(isBackAfter(...new Array(100).fill(0.3), 0)).toBe(true);
  });
});

test('a shift of one standard error is over with six windows where the column was before', () => {
  // Each says 1² / 2 of the 3.0 that are needed.
  for (let count = 1; count < 6; count++) expect(isBackAfter(0.1, ...new Array(count).fill(0))).toBe(false);
  for (let count = 6; count < 60; count++) expect(isBackAfter(0.1, ...new Array(count).fill(0))).toBe(true);
});

test('a shift whose first windows show little of it is over too, as one that just matters is', () => {
  // (0.05² − 0) / (2 · 0.1²) is 0.125, an eighth of a unit; 3.0 take 24 of them.
  for (const first of [0.01, -0.01, 0]) {
    expect(isBackAfter(first, ...new Array(23).fill(0))).toBe(false);
    expect(isBackAfter(first, ...new Array(24).fill(0))).toBe(true);
  }
});
