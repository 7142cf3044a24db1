import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Aligned } from '../../../../lambdas/core/drift/aligned.ts';
import type { DriftMethod } from '../../../../lambdas/core/drift/methods/method.ts';
import {
  DRIFT_METHOD_NAMES,
  type DriftMethodName,
  driftMethod,
} from '../../../../lambdas/core/drift/methods/registry.ts';
import { alignOnGrid } from '../align-on-grid.ts';
import { categories, numbers } from '../align-samples.ts';

const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -100, max: 100, noNaN: true }));
const numberSample = fc.array(number, { minLength: 1, maxLength: 50 });
const categorySample = fc.array(fc.constantFrom('a', 'b', 'c', '', '__proto__'), { minLength: 1, maxLength: 60 });

const METHODS = DRIFT_METHOD_NAMES.map((name) => ({ name, ...driftMethod(name) }));
/** They pool the categories that only the window has, so that the sides differ. */
const NOT_SYMMETRIC_FOR_CATEGORIES: ReadonlySet<DriftMethodName> = new Set([
  'psi',
  'l_infinity',
  'model_monitor_robust',
]);

function measure(method: DriftMethod, aligned: Aligned): number | null | undefined {
  return aligned.type === 'number' ? method.measureNumbers?.(aligned).value : method.measureCategories?.(aligned).value;
}

describe.each(METHODS)('$name', (method) => {
  test('is 0 between a sample and itself in another order', () => {
    fc.assert(
      fc.property(numberSample, categorySample, (values, texts) => {
        for (const aligned of [numbers(values, [...values].reverse()), categories(texts, [...texts].reverse())]) {
          const distance = measure(method, aligned);
          if (distance !== undefined) expect(distance).toBe(0);
        }
      }),
    );
  });

  test('is never negative or NaN, and in 0 … 1 where it is defined so', () => {
    fc.assert(
      fc.property(numberSample, numberSample, categorySample, categorySample, (values, others, texts, otherTexts) => {
        for (const aligned of [numbers(values, others), categories(texts, otherTexts)]) {
          const distance = measure(method, aligned);
          if (distance === undefined || distance === null) continue;
          expect(distance).toBeGreaterThanOrEqual(0);
          if (method.isAtMostOne) expect(distance).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

test.each(
  METHODS.filter((method) => method.measureCategories !== null && !NOT_SYMMETRIC_FOR_CATEGORIES.has(method.name)),
)('$name does not depend on which side is the baseline', (method) => {
  fc.assert(
    fc.property(categorySample, categorySample, (texts, others) => {
      const forward = measure(method, categories(texts, others))!;
      expect(measure(method, categories(others, texts))).toBeCloseTo(forward, 9);
    }),
  );
});

test.each(METHODS.filter(({ measureNumbers }) => measureNumbers !== null))(
  '$name does not change when all numbers are scaled by a power of two',
  (method) => {
    // A power of two keeps every digit, so bins, ranks and ratios stay what they were.
    const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 50 });
    const scale = (sample: number[]) => sample.map((value) => value * 1024);
    fc.assert(
      fc.property(whole, whole, (values, others) => {
        expect(measure(method, numbers(scale(values), scale(others)))).toBe(measure(method, numbers(values, others)));
      }),
    );
  },
);

test('ks does not depend on which side is the baseline', () => {
  fc.assert(
    fc.property(numberSample, numberSample, (values, others) => {
      expect(measure(driftMethod('ks'), numbers(others, values))).toBe(
        measure(driftMethod('ks'), numbers(values, others)),
      );
    }),
  );
});

describe('from a grid', () => {
  const edges = fc
    .uniqueArray(number, { minLength: 1, maxLength: 12 })
    .map((values) => [...values].sort((a, b) => a - b).map((value) => (value === 0 ? 0 : value)))
    .filter((values) => values.every((value, i) => i === 0 || value > values[i - 1]));

  test.each(['ks', 'wasserstein', 'model_monitor_robust'] as const)(
    '%s is at most its error bound from the exact distance, and never above it',
    (name) => {
      const method = driftMethod(name);
      fc.assert(
        fc.property(numberSample, numberSample, edges, (baseline, window, grid) => {
          const exact = method.measureNumbers!(numbers(baseline, window));
          const onGrid = method.measureNumbers!(alignOnGrid(baseline, window, grid));
          if (exact.value === null || onGrid.value === null) return;
          // The unit is the deviation of the baseline: where it is tiny, rounding of the sums is not.
          const rounding = 1e-12 * Math.max(1, 200 / numbers(baseline, window).baselineStandardDeviation);
          expect(onGrid.errorBound).toBeGreaterThanOrEqual(0);
          expect(onGrid.value).toBeLessThanOrEqual(exact.value + rounding);
          expect(exact.value - onGrid.value).toBeLessThanOrEqual(onGrid.errorBound + rounding);
        }),
        { numRuns: 1000 },
      );
    },
  );

  test("ks errs by no more than the largest cell's smaller share", () => {
    fc.assert(
      fc.property(numberSample, numberSample, edges, (baseline, window, grid) => {
        const aligned = alignOnGrid(baseline, window, grid);
        const distance = driftMethod('ks').measureNumbers!(aligned);
        let largest = 0;
        aligned.upper.forEach((_, i) => {
          const share = Math.min(aligned.baseline[i] / baseline.length, aligned.window[i] / window.length);
          largest = Math.max(largest, share);
        });
        expect(distance.value === null ? null : distance.errorBound).toBeLessThanOrEqual(largest + 1e-15);
      }),
    );
  });

  const roundedSample = numberSample.map((values) => values.map((value) => Math.round(16 * value) / 16));

  test('a grid with every value as an edge is exact for wasserstein and ks', () => {
    fc.assert(
      // Numbers that differ by less than a profile tells apart would share a cell.
      fc.property(roundedSample, roundedSample, (baseline, window) => {
        const every = [...new Set([...baseline, ...window].map((value) => value + 0))].sort((a, b) => a - b);
        const onGrid = driftMethod('ks').measureNumbers!(alignOnGrid(baseline, window, every));
        expect(onGrid.value).toBe(driftMethod('ks').measureNumbers!(numbers(baseline, window)).value);
      }),
    );
  });
});
