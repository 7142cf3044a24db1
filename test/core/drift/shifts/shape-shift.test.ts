import { describe, expect, test } from 'vitest';
import { shapeShift } from '../../../../lambdas/core/drift/shifts/shape-shift.ts';

/** scipy.stats.norm.sf(3) and norm.sf(1.001) */
const [THREE, JUST_ABOVE_ONE] = [0.0013498980316300933, 0.15841340419228];

const measure = (excess: number, pValue: number) => shapeShift({ excess, error: 0.07, pValue, part: 0.2 });

describe('a shape', () => {
  test('is the excess, with the error that makes it as improbable as its p-value', () => {
    const { error, ...shift } = measure(0.6, THREE);

    expect(shift).toEqual({ kind: 'shape', effect: 0.6, baselineError: 0, material: 0.1, part: 0.2 });
    expect(error).toBeCloseTo(0.6 / 3, 12);
    expect(measure(0.6, JUST_ABOVE_ONE).error).toBeCloseTo(0.6 / 1.001, 9);
  });

  test.each([
    ['a p-value that is not small', 0.6, 0.16],
    ['one above a half', 0.6, 0.9],
    ['one too small for a double', 0.6, 0],
    ['no excess', 0, THREE],
    ['less than by chance', -0.3, THREE],
  ])('has the error by chance with %s', (_, excess, pValue) => {
    expect(measure(excess, pValue)).toMatchObject({ effect: Math.max(0, excess), error: 0.07 });
  });
});
