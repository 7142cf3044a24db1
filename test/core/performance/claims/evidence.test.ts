import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BETS,
  type LimitEvidence,
  logEValue,
  speaksAgainst,
} from '../../../../lambdas/core/performance/claims/evidence.ts';
import { isExact, limitEvidence } from '../../../../lambdas/core/performance/claims/limit-evidence.ts';
import type { ConfusionMatrix, MetricEstimate, MetricName } from '../../../../lambdas/core/performance/types.ts';

interface Reference {
  counts: { allowed: number; rows: number; bad: number; size: number; beyond: number; within: number }[];
  losses: { sum: number; squares: number; size: number; product: number }[];
}
const reference: Reference = JSON.parse(readFileSync(new URL('reference/reference.json', import.meta.url), 'utf8'));

describe('e-values of counts', () => {
  it('are the capital of a bet on each row, as confseq has it', () => {
    for (const { size, beyond, within, ...counts } of reference.counts) {
      const evidence = { test: 'counts', ...counts } as const;
      expect(logEValue(evidence, 'beyond', size)).toBeCloseTo(beyond, 9);
      expect(logEValue(evidence, 'within', size)).toBeCloseTo(within, 9);
    }
  });

  it.each([0.01, 0.15, 0.5, 0.97])('have the expectation 1 where exactly the allowed share of %d is bad', (allowed) => {
    const rows = 60;
    for (const { size } of BETS) {
      for (const claim of ['beyond', 'within'] as const) {
        let expectation = 0;
        let probability = (1 - allowed) ** rows;
        for (let bad = 0; bad <= rows; bad++) {
          expectation += probability * Math.exp(logEValue({ test: 'counts', bad, rows, allowed }, claim, size));
          probability *= ((rows - bad) / (bad + 1)) * (allowed / (1 - allowed));
        }
        expect(expectation).toBeCloseTo(1, 9);
      }
    }
  });

  it('of parts of rows are never above those of whole rows with the same chances', () => {
    // A row that is bad by x is at most as good a bet as one that is bad with the probability x.
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...BETS), (x, { size }) => {
        const eValue = (bad: number) =>
          Math.exp(logEValue({ test: 'counts', bad, rows: 1, allowed: 0.3 }, 'beyond', size));
        expect(eValue(x)).toBeLessThanOrEqual(x * eValue(1) + (1 - x) * eValue(0) + 1e-12);
      }),
    );
  });
});

describe('e-values of losses', () => {
  it('are at most the capital of the same bet on each row, as confseq has it, and near it for small bets', () => {
    for (const { size, product, sum, squares } of reference.losses) {
      const value = logEValue({ test: 'losses', sum, squares }, 'beyond', size);
      expect(value).toBeLessThanOrEqual(product + 1e-9);
      if (size === 0.024) expect(product - value).toBeLessThan(0.01 * squares * size);
    }
  });

  it('are at most 1 + bet · y for a row, however large its loss', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1e6, noNaN: true }), fc.constantFrom(...BETS), (y, { size }) => {
        const value = Math.exp(logEValue({ test: 'losses', sum: y, squares: y * y }, 'beyond', size));
        expect(value).toBeLessThanOrEqual((1 + size * y) * (1 + 1e-9));
      }),
    );
  });
});

describe('e-values of normal evidence', () => {
  const sumOf = (test: 'score' | 'losses', sum: number): LimitEvidence =>
    test === 'score' ? { test, sum, rows: 100 } : { test, sum, squares: 100 };

  it.each([
    ['score', 'beyond'],
    ['score', 'within'],
    ['losses', 'within'],
  ] as const)('have the expectation 1 at the limit: %s %s', (test, claim) => {
    // At the limit the sum is normal around 0 with a variance of 100: an integral in steps of a hundredth of 10.
    for (const { size } of BETS) {
      let expectation = 0;
      for (let z = -20; z <= 20; z += 0.01) {
        const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
        expectation += 0.01 * density * Math.exp(logEValue(sumOf(test, 10 * z), claim, size));
      }
      expect(expectation).toBeCloseTo(1, 6);
    }
  });

  it.each(['score', 'losses'] as const)('grow with what speaks for the claim: %s', (test) => {
    for (const { size } of BETS) {
      const [few, many] = [sumOf(test, -100), sumOf(test, 100)];
      expect(logEValue(many, 'beyond', size)).toBeGreaterThan(logEValue(few, 'beyond', size));
      expect(logEValue(few, 'within', size)).toBeGreaterThan(logEValue(many, 'within', size));
    }
  });
});

describe('a window by itself', () => {
  it.each<[LimitEvidence, boolean]>([
    [{ test: 'counts', bad: 16, rows: 100, allowed: 0.15 }, true],
    [{ test: 'counts', bad: 15, rows: 100, allowed: 0.15 }, false],
    [{ test: 'losses', sum: 0.1, squares: 1 }, true],
    [{ test: 'losses', sum: -0.1, squares: 1 }, false],
    [{ test: 'score', sum: 0.1, rows: 10 }, true],
    [{ test: 'score', sum: 0, rows: 10 }, false],
  ])('speaks against the model where its metric is beyond the limit: %j', (evidence, expected) => {
    expect(speaksAgainst(evidence)).toBe(expected);
  });

  it('is exact where it is counted or summed', () => {
    expect(isExact({ test: 'counts', bad: 1, rows: 2, allowed: 0.5 })).toBe(true);
    expect(isExact({ test: 'losses', sum: 1, squares: 1 })).toBe(true);
    expect(isExact({ test: 'score', sum: 1, rows: 1 })).toBe(false);
  });
});

describe('the evidence of a window', () => {
  const estimate = (value: number, rest: Partial<MetricEstimate> = {}): MetricEstimate => ({
    value,
    lower: value - 0.02,
    upper: value + 0.04,
    rows: 100,
    ...rest,
  });
  const of = (
    metric: MetricName,
    found: MetricEstimate,
    operator: '<' | '>' | '>=',
    value: number,
    matrix: ConfusionMatrix | null = null,
  ) => limitEvidence({ metrics: { [metric]: found }, confusionMatrix: matrix }, { metric, operator, value });
  // counts[actual][predicted]: 70 true negatives, 5 false positives, 10 false negatives, 15 true positives.
  const matrix: ConfusionMatrix = {
    classes: ['no', 'yes'],
    counts: [
      [70, 5],
      [10, 15],
    ],
  };

  it.each([
    ['accuracy', estimate(0.85), 15, 100],
    ['weighted_recall', estimate(0.85), 15, 100],
    ['precision', estimate(0.75), 5, 20],
    ['recall', estimate(0.6), 10, 25],
    ['specificity', estimate(70 / 75), 5, 75],
  ] as const)('of %s counts the rows that can be bad', (metric, found, bad, rows) => {
    expect(of(metric, found, '<', 0.9, matrix)).toEqual({
      test: 'counts',
      bad,
      rows,
      allowed: expect.closeTo(0.1, 12),
    });
  });

  it('of f1 is that of a Jaccard index: errors among the rows that are not true negatives', () => {
    // F1 = 2J / (1 + J): the limit 0.8 is a J of 2/3.
    const evidence = of('f1', estimate(2 / 3), '<', 0.8, matrix);
    expect(evidence).toEqual({
      test: 'counts',
      bad: expect.closeTo(15, 9),
      rows: 30,
      allowed: expect.closeTo(1 / 3, 9),
    });
  });

  it.each([
    ['f0_5', 0.25],
    ['f1', 1],
    ['f2', 4],
  ] as const)('of %s speaks against the model exactly where the score is below the limit', (metric, square) => {
    const count = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(count, count, count, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (tp, fp, fn, limit) => {
        fc.pre(tp + fp + fn > 0);
        const score = ((1 + square) * tp) / ((1 + square) * tp + square * fn + fp);
        fc.pre(Math.abs(score - limit) > 1e-9);
        const found = of(metric, estimate(score), '<', limit, {
          classes: ['0', '1'],
          counts: [
            [0, fp],
            [fn, tp],
          ],
        });
        expect(speaksAgainst(found!)).toBe(score < limit);
        // A row is bad by 1 at most.
        expect(found).toMatchObject({ test: 'counts', rows: tp + fp + fn });
        expect((found as { bad: number }).bad).toBeLessThanOrEqual((fp + fn) * (1 + 1e-12));
      }),
    );
  });

  it('of a mean loss is the sum of loss / limit − 1 and of its square', () => {
    // Losses 1, 2 and 6 against a limit of 2: −1/2, 0 and 2.
    const found = estimate(3, { rows: 3, meanSquare: 41 / 3 });
    for (const operator of ['>', '>='] as const) {
      expect(of('mae', found, operator, 2)).toEqual({
        test: 'losses',
        sum: expect.closeTo(1.5, 12),
        squares: expect.closeTo(4.25, 12),
      });
    }
  });

  it('of a mean loss is its distance in standard errors where sums would say nothing', () => {
    const found = estimate(3, { rows: 3, meanSquare: 41 / 3 });
    // A loss is never bounded from below, no loss is a share of 0, and squares may be beyond the range of a double.
    expect(of('mae', found, '<', 2)).toMatchObject({ test: 'score' });
    expect(of('mae', found, '>', 0)).toMatchObject({ test: 'score' });
    expect(of('mae', estimate(3), '>', 2)).toMatchObject({ test: 'score' });
    expect(of('mae', estimate(3, { meanSquare: 1e300 }), '>', 1e-100)).toMatchObject({ test: 'score' });
  });

  it('of rmse is that of the mean squared error', () => {
    // Squared errors 1, 4 and 36 against 2²: −3/4, 0 and 8.
    const found = estimate(Math.sqrt(41 / 3), { rows: 3, meanSquare: (1 + 16 + 1296) / 3 });
    expect(of('rmse', found, '>', 2)).toEqual({
      test: 'losses',
      sum: expect.closeTo(7.25, 9),
      squares: expect.closeTo(64.5625, 9),
    });
  });

  it('of other metrics is their distance beyond the limit in standard errors, on the side that faces the limit', () => {
    // The upper end of 0.84 is 0.04 away: 1.96 standard errors.
    const error = 0.04 / 1.959963984540054;
    expect(of('roc_auc', estimate(0.8), '<', 0.85)).toEqual({
      test: 'score',
      sum: expect.closeTo((0.05 / error) * 10, 9),
      rows: 100,
    });
    for (const operator of ['>', '>='] as const) {
      expect(of('bias', estimate(0.8), operator, 0.7)).toEqual({
        test: 'score',
        sum: expect.closeTo((0.1 / (0.02 / 1.959963984540054)) * 10, 9),
        rows: 100,
      });
    }
  });

  it('of an interval without width counts 40 standard errors, and none at the limit', () => {
    const point = estimate(0.8, { lower: 0.8, upper: 0.8 });
    expect(of('bias', point, '>', 0.7)).toEqual({ test: 'score', sum: 400, rows: 100 });
    expect(of('bias', point, '>', 0.9)).toEqual({ test: 'score', sum: -400, rows: 100 });
    expect(of('bias', point, '>', 0.8)).toEqual({ test: 'score', sum: 0, rows: 100 });
    expect(of('calibration_error', point, '>', 0.8)).toBeNull();
  });

  it('of roc_auc without an interval goes by the standard error of a model at the limit, in rows of the rarer class', () => {
    // Hanley and McNeil's for 0.85, 10 positives and 990 negatives, computed apart: 0.0766823851.
    const rare: ConfusionMatrix = {
      classes: ['no', 'yes'],
      counts: [
        [900, 90],
        [4, 6],
      ],
    };
    const found = of('roc_auc', { value: 0.8, lower: null, upper: null, rows: 1000 }, '<', 0.85, rare);
    expect(found).toEqual({ test: 'score', sum: expect.closeTo(2.061932250817731, 9), rows: 10 });
  });

  it('of a calibration error counts it without the noise that its lower end is corrected for', () => {
    // Corrected to 0.02 + 0.03 = 0.05, a third of a half width of 0.03 below the limit.
    const of95 = 1.959963984540054;
    const noisy = estimate(0.07, { lower: 0.02, upper: 0.1 });
    expect(of('calibration_error', noisy, '>', 0.06)).toEqual({
      test: 'score',
      sum: expect.closeTo((-of95 / 3) * 10, 9),
      rows: 100,
    });
    // Corrected to 0.05 + 0.03, two thirds of a half width above the limit.
    const high = estimate(0.1, { lower: 0.05, upper: 0.13 });
    expect(of('calibration_error', high, '>', 0.06)).toEqual({
      test: 'score',
      sum: expect.closeTo(((2 * of95) / 3) * 10, 9),
      rows: 100,
    });
    // A lower end at 0 leaves open how large the noise is: then it never speaks against the model.
    const open = estimate(0.07, { lower: 0, upper: 0.15 });
    expect(of('calibration_error', open, '>', 0.06)).toEqual({ test: 'score', sum: 0, rows: 100 });
  });

  it('is none where the metric is not defined or its interval is refused', () => {
    expect(of('precision', { value: null, lower: null, upper: null, rows: 9 }, '<', 0.9, matrix)).toBeNull();
    const refused = estimate(0.8, { lower: null, upper: null });
    expect(of('average_precision', refused, '<', 0.9)).toBeNull();
    expect(of('average_precision', refused, '<', 0.9, matrix)).toBeNull();
    expect(of('roc_auc', refused, '<', 0.9)).toBeNull();
    // No model varies around a perfect ranking.
    expect(of('roc_auc', refused, '<', 1, matrix)).toBeNull();
    expect(limitEvidence({ metrics: {}, confusionMatrix: null }, { metric: 'f1', operator: '<', value: 1 })).toBeNull();
  });
});
