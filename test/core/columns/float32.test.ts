import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shortestFloat16, shortestFloat32 } from '../../../lambdas/core/columns/float32.ts';

/** Values of each precision with the decimal that numpy prints for them; made by capture/reference/make_typed_parquet.py. */
const FLOATS: Record<'single' | 'half', [number, number][]> = JSON.parse(
  readFileSync(new URL('reference/shortest-floats.json', import.meta.url), 'utf8'),
);

/** Whole numbers that are stored exactly are not shortened. */
const isWhole = (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 24;

describe('the decimal that a value stands for', () => {
  it.each([
    ['single', shortestFloat32],
    ['half', shortestFloat16],
  ] as const)('is what numpy prints: %s precision', (precision, shortest) => {
    const wrong = FLOATS[precision]
      .map(([value, decimal]) => [value, decimal, shortest(value)])
      .filter(([value, decimal, found]) => found !== (isWhole(value) ? value : decimal));
    expect(wrong).toEqual([]);
  });

  it.each([0, 1, -7, 16777216, Number.POSITIVE_INFINITY, Number.NaN])('of %d is the same number', (value) => {
    expect(shortestFloat32(value)).toBe(value);
  });
});
