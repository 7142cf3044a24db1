import { describe, expect, it } from 'vitest';
import { fitLogisticRegression } from '../../../simulate/programs/logistic-regression.ts';
import { parseRows } from '../../../simulate/programs/rows.ts';

describe('a logistic regression', () => {
  it('finds the logits of two groups', () => {
    // By hand: one feature at 40 and 60, that is -1 and 1; 1 of 4 and 3 of 4 rows are positive, so the logits are -ln 3 and ln 3.
    const rows = [40, 40, 40, 40, 60, 60, 60, 60].map((value) => [value]);
    const { intercept, weights } = fitLogisticRegression(rows, [1, 0, 0, 0, 1, 1, 1, 0]);
    expect(intercept).toBeCloseTo(0, 3);
    // The ridge draws it in by about 0.001 · ln 3 / (8 · 3/16).
    expect(weights[0]).toBeCloseTo(Math.log(3), 2);
  });

  it('distinguishes two features', () => {
    // All four corners, where only the second feature counts: 1 of 5 and 4 of 5 rows are positive.
    const corners = [40, 60].flatMap((a) => [40, 60].map((b) => [a, b]));
    const rows = corners.flatMap((corner) => Array.from({ length: 5 }, () => corner));
    const labels = corners.flatMap(([, b]) => (b === 60 ? [1, 1, 1, 1, 0] : [1, 0, 0, 0, 0]));
    const { intercept, weights } = fitLogisticRegression(rows, labels);
    for (const [i, expected] of [0, 0, Math.log(4)].entries())
      expect([intercept, ...weights][i]).toBeCloseTo(expected, 2);
  });

  it('stays finite where the classes can be separated', () => {
    const { weights } = fitLogisticRegression([[40], [60]], [0, 1]);
    expect(weights[0]).toBeGreaterThan(1);
    expect(Number.isFinite(weights[0])).toBe(true);
  });
});

it('rows are lines of numbers, and nothing else', () => {
  expect(parseRows('1,2.5\n0,-3\n')).toEqual([
    [1, 2.5],
    [0, -3],
  ]);
  expect(() => parseRows('1,2\n1,\n')).toThrow('line 2 is not a line of numbers: "1,"');
  expect(() => parseRows('label,f0')).toThrow('line 1');
});
