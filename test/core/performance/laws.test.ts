import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateBinary, evaluateMulticlass, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName, Performance } from '../../../lambdas/core/performance/types.ts';

interface BinaryRow {
  readonly actual: number;
  readonly predicted: number;
  readonly score: number;
}

const bit = fc.integer({ min: 0, max: 1 });
/** Sixteenths: ties are common, and 1 - score is exact. */
const score = fc.integer({ min: 0, max: 16 }).map((n) => n / 16);
/** From one row to more than any interval needs. */
const fewOrMany = { minLength: 1, maxLength: 260, size: 'max' } as const;
const binaryRows = fc.array(fc.record({ actual: bit, predicted: bit, score }), fewOrMany);

const CLASSES = 4;
const code = fc.integer({ min: 0, max: CLASSES - 1 });
const multiclassRows = fc.array(fc.record({ actual: code, predicted: code }), fewOrMany);

/** Of ordinary size: squares neither overflow nor vanish. */
const number = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000);
const regressionRows = fc.array(fc.record({ actual: number, predicted: number }), fewOrMany);

/** Any performance on the rows, and the rows' order or multiplicity changed. */
const worlds = [
  { name: 'binary', rows: binaryRows, evaluate: binary },
  { name: 'multiclass', rows: multiclassRows, evaluate: multiclass },
  { name: 'regression', rows: regressionRows, evaluate: regression },
] as unknown as { name: string; rows: fc.Arbitrary<object[]>; evaluate: (rows: readonly object[]) => Performance }[];

describe.each(worlds)('$name performance', ({ rows, evaluate }) => {
  it('does not depend on the order of the rows', () => {
    const shuffled = rows.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(fc.property(shuffled, ([some, other]) => expectSame(evaluate(some), evaluate(other))));
  });

  it('has every value in its range and inside its interval, and the interval in the range', () => {
    fc.assert(
      fc.property(rows, (some) => {
        for (const [name, { value, lower, upper }] of Object.entries(evaluate(some).metrics)) {
          const [min, max] = METRICS[name as MetricName].range;
          if (value === null) {
            expect([lower, upper]).toEqual([null, null]);
            continue;
          }
          expect(value, name).toBeGreaterThanOrEqual(min);
          expect(value, name).toBeLessThanOrEqual(max);
          if (lower === null || upper === null) continue;
          expect(lower, name).toBeLessThanOrEqual(value);
          expect(upper, name).toBeGreaterThanOrEqual(value);
          expect(lower, name).toBeGreaterThanOrEqual(min);
          expect(upper, name).toBeLessThanOrEqual(max);
        }
      }),
    );
  });

  it('keeps every value when each row is there four times, and no interval gets wider', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const [once, four] = [evaluate(some).metrics, evaluate([...some, ...some, ...some, ...some]).metrics];
        for (const name of Object.keys(once) as MetricName[]) {
          const [a, b] = [once[name]!, four[name]!];
          if (name === 'r2' && some.length === 1) continue;
          expectNear(b.value, a.value, name);
          if (a.lower === null || a.upper === null) continue;
          const slack = 1e-9 * Math.max(1, Math.abs(a.lower), Math.abs(a.upper));
          expect(b.upper! - b.lower!, name).toBeLessThanOrEqual(a.upper - a.lower + slack);
        }
      }),
    );
  });
});

describe('binary performance', () => {
  it('has the ROC AUC that counting all pairs gives', () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const positives = rows.filter((row) => row.actual === 1);
        const negatives = rows.filter((row) => row.actual === 0);
        fc.pre(positives.length > 0 && negatives.length > 0);
        let won = 0;
        for (const p of positives)
          for (const n of negatives) won += p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0;

        expect(binary(rows).metrics.roc_auc!.value).toBeCloseTo(won / positives.length / negatives.length, 12);
      }),
    );
  });

  it('ranks alike for any increasing transformation of the scores', () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const transformed = rows.map((row) => ({ ...row, score: 1000 * row.score ** 3 - 7 }));
        for (const name of ['roc_auc', 'average_precision'] as const) {
          expect(binary(transformed).metrics[name]).toEqual(binary(rows).metrics[name]);
        }
      }),
    );
  });

  it('mirrors ROC AUC when the scores turn around', () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const turned = binary(rows.map((row) => ({ ...row, score: -row.score }))).metrics.roc_auc!;
        const { value, lower, upper } = binary(rows).metrics.roc_auc!;
        fc.pre(value !== null);

        expectNear(turned.value, 1 - value);
        expectNear(turned.lower, upper === null ? null : 1 - upper);
        expectNear(turned.upper, lower === null ? null : 1 - lower);
      }),
    );
  });

  it('swaps recall and specificity, and keeps the rest, when the classes are swapped', () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const swapped = rows.map((row) => ({
          actual: 1 - row.actual,
          predicted: 1 - row.predicted,
          score: 1 - row.score,
        }));
        const [a, b] = [binary(rows).metrics, binary(swapped).metrics];

        expectNear(b.recall!.value, a.specificity!.value);
        expectNear(b.specificity!.value, a.recall!.value);
        for (const name of ['accuracy', 'roc_auc', 'log_loss', 'brier_score'] as const) {
          expectNear(b[name]!.value, a[name]!.value, name);
        }
      }),
    );
  });

  it('never loses accuracy, F-score or Brier score when one prediction gets right', () => {
    fc.assert(
      fc.property(binaryRows, fc.nat(), (rows, index) => {
        const at = index % rows.length;
        const improved = rows.map((row, i) => (i === at ? { ...row, predicted: row.actual, score: row.actual } : row));
        const [before, after] = [binary(rows).metrics, binary(improved).metrics];

        expect(after.accuracy!.value).toBeGreaterThanOrEqual(before.accuracy!.value!);
        expect(after.brier_score!.value).toBeLessThanOrEqual(before.brier_score!.value!);
        expect(after.log_loss!.value).toBeLessThanOrEqual(before.log_loss!.value!);
        if (before.f1!.value !== null && after.f1!.value !== null) {
          expect(after.f1!.value).toBeGreaterThanOrEqual(before.f1!.value);
        }
      }),
    );
  });

  it('adds up: the confusion matrix of all rows is the sum of the parts’', () => {
    fc.assert(
      fc.property(binaryRows, binaryRows, (first, second) => {
        const [a, b, all] = [first, second, [...first, ...second]].map((rows) => binary(rows).confusionMatrix!.counts);

        expect(all).toEqual(a.map((row, i) => row.map((count, j) => count + b[i][j])));
      }),
    );
  });
});

describe('multiclass performance', () => {
  it('is the binary one when there are two classes', () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const asTwoClasses = evaluateMulticlass({
          actual: Int32Array.from(rows, (row) => row.actual),
          predicted: Int32Array.from(rows, (row) => row.predicted),
          classes: ['0', '1'],
          scores: [Float64Array.from(rows, (row) => 1 - row.score), Float64Array.from(rows, (row) => row.score)],
        });
        const expected = binary(rows);

        expect(asTwoClasses.confusionMatrix).toEqual(expected.confusionMatrix);
        expect(asTwoClasses.metrics.accuracy).toEqual(expected.metrics.accuracy);
        // Where a class has too few rows for an interval, the reason names it in other words.
        const { reason: _, ...logLoss } = expected.metrics.log_loss!;
        expect(asTwoClasses.metrics.log_loss).toMatchObject(logLoss);
        expect(asTwoClasses.classes![1].precision).toBe(expected.metrics.precision!.value);
        expect(asTwoClasses.classes![1].recall).toBe(expected.metrics.recall!.value);
        expect(asTwoClasses.classes![0].recall).toBe(expected.metrics.specificity!.value);
      }),
    );
  });

  it('does not depend on how the classes are numbered', () => {
    const numbering = fc.shuffledSubarray([0, 1, 2, 3], { minLength: CLASSES });
    fc.assert(
      fc.property(multiclassRows, numbering, (rows, to) => {
        const renumbered = rows.map((row) => ({ actual: to[row.actual], predicted: to[row.predicted] }));

        expectSame({ ...multiclass(renumbered), classes: null }, { ...multiclass(rows), classes: null });
      }),
    );
  });
});

describe('regression performance', () => {
  it('scales with the unit of the label', () => {
    fc.assert(
      fc.property(regressionRows, (rows) => {
        const scaled = rows.map((row) => ({ actual: 8 * row.actual, predicted: 8 * row.predicted }));
        const [a, b] = [regression(rows).metrics, regression(scaled).metrics];

        for (const name of ['mae', 'rmse', 'bias'] as const) expectNear(b[name]!.value, 8 * a[name]!.value!, name);
        expectNear(b.mse!.value, 64 * a.mse!.value!, 'mse');
        expectNear(b.r2!.value, a.r2!.value, 'r2');
        expectNear(b.mape!.value, a.mape!.value, 'mape');
      }),
    );
  });
});

function binary(rows: readonly BinaryRow[]): Performance {
  return evaluateBinary({
    actual: Uint8Array.from(rows, (row) => row.actual),
    predicted: Uint8Array.from(rows, (row) => row.predicted),
    score: Float64Array.from(rows, (row) => row.score),
  });
}

function multiclass(rows: readonly { readonly actual: number; readonly predicted: number }[]): Performance {
  return evaluateMulticlass({
    actual: Int32Array.from(rows, (row) => row.actual),
    predicted: Int32Array.from(rows, (row) => row.predicted),
    classes: ['a', 'b', 'c', 'd'],
    scores: null,
  });
}

function regression(rows: readonly { readonly actual: number; readonly predicted: number }[]): Performance {
  return evaluateRegression({
    actual: Float64Array.from(rows, (row) => row.actual),
    predicted: Float64Array.from(rows, (row) => row.predicted),
  });
}

function expectSame(a: Performance, b: Performance): void {
  expect(a.rows).toBe(b.rows);
  expect(a.classes).toEqual(b.classes);
  for (const name of Object.keys(a.metrics) as MetricName[]) {
    expectNear(a.metrics[name]!.value, b.metrics[name]!.value, name);
    expectNear(a.metrics[name]!.lower, b.metrics[name]!.lower, name);
    expectNear(a.metrics[name]!.upper, b.metrics[name]!.upper, name);
  }
}

/** Equal but for the rounding of sums taken in another order. */
function expectNear(found: number | null, expected: number | null, name = ''): void {
  if (found === null || expected === null) {
    expect(found, name).toBe(expected);
    return;
  }
  const error = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${name}: ${found} is not ${expected}`).toBeLessThanOrEqual(1e-9);
}
