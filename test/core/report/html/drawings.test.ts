import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectBar, intervalBar } from '../../../../lambdas/core/report/html/drawings.ts';
import { readPage } from './page-structure.ts';

/** The rectangles and the line of a drawing, in its units of 0 to 100. */
function shapesOf(markup: string) {
  const numbers = (pattern: RegExp) => [...markup.matchAll(pattern)].map((match) => match.slice(1).map(Number));
  return {
    bars: numbers(/<rect(?: x="([\d.]+)")?[^>]*? width="([\d.]+)"/g),
    line: numbers(/<line x1="([\d.]+)"/g)[0][0],
  };
}

describe('a bar of a distance', () => {
  it.each([
    [0, 0.5],
    [0.5, 20],
    [1, 40],
    [2.5, 100],
    [1e300, 100],
    [Number.POSITIVE_INFINITY, 100],
  ])('with %d times the limit is %d long, the limit at 40', (effect, length) => {
    const { bars, line } = shapesOf(effectBar(effect, false).markup);
    expect(bars[0][1]).toBe(length);
    expect(line).toBe(40);
  });
});

describe('an interval', () => {
  it('is drawn on its axis, in the order of its numbers, at finite positions', () => {
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.tuple(number, number, number, number), (given) => {
        const [from, lower, upper, to] = [...given].sort((a, b) => a - b);
        const { markup } = intervalBar({ lower, upper, value: lower }, { from, to, whole: upper }, true);
        expect(() => readPage(markup)).not.toThrow();
        const { bars, line } = shapesOf(markup);
        for (const [x, width] of bars) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(100);
        }
        expect(bars[0][0]).toBeLessThanOrEqual(line);
      }),
    );
  });
});
