import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import reference from './reference/random.json' with { type: 'json' };
import { relativeError } from './relative-error.ts';

const DRAWS = 200_000;

describe('SeededRandom', () => {
  test.each(reference.words as [number, number[]][])('has the words of sfc32 from seed %d', (seed, expected) => {
    const random = new SeededRandom(seed);
    expect(expected.map(() => random.nextWord() >>> 0)).toEqual(expected);
  });

  test.each(reference.uniform as [number, number[]][])(
    'has uniform numbers of two words each from seed %d',
    (seed, expected) => {
      const random = new SeededRandom(seed);
      expect(expected.map(() => random.uniform())).toEqual(expected);
    },
  );

  test.each(reference.normal as [number, number[]][])(
    'has the normal numbers of the polar method from seed %d',
    (seed, expected) => {
      const random = new SeededRandom(seed);
      for (const number of expected) expect(relativeError(random.normal(), number)).toBeLessThanOrEqual(1e-14);
    },
  );

  test('gives the same numbers for the same seed and others for another seed', () => {
    const draw = (seed: number) => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 5 }, () => random.nextWord());
    };

    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('uniform and normal draws have their mean and variance', () => {
    const random = new SeededRandom(1);
    const uniform = moments(() => random.uniform());
    const normal = moments(() => random.normal());

    // Five standard errors: 1/√12/√n and 1/√n for the means, √(1/180)/√n and √2/√n for the variances.
    const error = 5 / Math.sqrt(DRAWS);
    expect(Math.abs(uniform.mean - 0.5)).toBeLessThan(error * Math.sqrt(1 / 12));
    expect(Math.abs(uniform.variance - 1 / 12)).toBeLessThan(error * Math.sqrt(1 / 180));
    expect(Math.abs(normal.mean)).toBeLessThan(error);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(error * Math.SQRT2);
  });

  test('integers below a bound are all drawn, none outside', () => {
    const random = new SeededRandom(2);
    const seen = new Set(Array.from({ length: 1000 }, () => random.integer(6)));

    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('filling an array takes the same words as single calls', () => {
    const [filling, calling] = [new SeededRandom(3), new SeededRandom(3)];
    const filled = new Int32Array(1000);
    filling.fillIntegers(filled, 7);
    const called = Array.from(filled, () => Math.floor(((calling.nextWord() >>> 0) * 7) / 2 ** 32));

    expect([...filled]).toEqual(called);
    expect(new Set(filled)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(filling.nextWord()).toBe(calling.nextWord());
  });
});

function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < DRAWS; i++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / DRAWS;
  return { mean, variance: squares / DRAWS - mean * mean };
}
