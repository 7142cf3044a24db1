import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROC_POINTS } from '../../../lambdas/core/performance/curves.ts';
import { evaluateBinary, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';

function binary(actual: readonly number[], score: readonly number[] | null) {
  return evaluateBinary(
    {
      actual: Uint8Array.from(actual),
      predicted: Uint8Array.from(actual, () => 0),
      score: score && Float64Array.from(score),
    },
    undefined,
    { curves: true },
  );
}

const regression = (actual: readonly number[], predicted: readonly number[]) =>
  evaluateRegression({ actual: Float64Array.from(actual), predicted: Float64Array.from(predicted) }, { curves: true });

describe('the ROC curve', () => {
  it('goes from no row to all of them, with the highest scores first and equal scores together', () => {
    const { curves } = binary([1, 0, 1, 0, 0], [0.9, 0.8, 0.5, 0.5, 0.1]);
    expect(curves!.roc).toEqual({ falsePositives: [0, 0, 1, 2, 3], truePositives: [0, 1, 1, 2, 2] });
  });

  it('has at most a hundred points, and the area that the metric has', () => {
    const row = fc.tuple(
      fc.constantFrom(0, 1),
      fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.1, 0.5)),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 1000 }), (rows) => {
        const { curves, metrics } = binary(
          rows.map(([label]) => label),
          rows.map(([, score]) => score),
        );
        const positives = rows.filter(([label]) => label === 1).length;
        if (positives === 0 || positives === rows.length) {
          expect(curves!.roc).toBeUndefined();
          return;
        }
        const { falsePositives: x, truePositives: y } = curves!.roc!;
        expect(x.length).toBeLessThanOrEqual(ROC_POINTS);
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, rows.length - positives, positives]);
        let area = 0;
        for (let i = 1; i < x.length; i++) {
          expect([x[i] >= x[i - 1], y[i] >= y[i - 1]]).toEqual([true, true]);
          area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
        }
        // A point is left out only within a step of its neighbour: each such corner has at most half a step squared.
        expect(Math.abs(area / positives / (rows.length - positives) - metrics.roc_auc!.value!)).toBeLessThan(0.015);
      }),
    );
  });

  it('is absent without scores, and where it was not wanted', () => {
    expect(binary([0, 1], null).curves).toEqual({});
    const predictions = {
      actual: Uint8Array.of(0, 1),
      predicted: Uint8Array.of(0, 1),
      score: Float64Array.of(0.1, 0.9),
    };
    expect(evaluateBinary(predictions).curves).toBeUndefined();
  });
});

describe('the calibration', () => {
  it('has rows, positives and mean probability of ten bins that are closed above', () => {
    const { calibration } = binary([0, 1, 0, 1], [0.1, 0.15, 0.05, 1]).curves!;
    expect(calibration).toHaveLength(10);
    expect(calibration![0]).toEqual({ rows: 2, positives: 0, meanProbability: expect.closeTo(0.075, 12) });
    expect(calibration![1]).toEqual({ rows: 1, positives: 1, meanProbability: 0.15 });
    expect(calibration![5]).toEqual({ rows: 0, positives: 0, meanProbability: null });
    expect(calibration![9]).toEqual({ rows: 1, positives: 1, meanProbability: 1 });
  });

  it('has the gaps whose mean is the calibration error', () => {
    const row = fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 200 }), (rows) => {
        const { curves, metrics } = binary(
          rows.map(([label]) => label),
          rows.map(([, score]) => score),
        );
        const gaps = curves!.calibration!.map(({ rows: count, positives, meanProbability }) =>
          Math.abs(positives - count * (meanProbability ?? 0)),
        );
        const error = gaps.reduce((sum, gap) => sum + gap, 0) / rows.length;
        expect(error).toBeCloseTo(metrics.calibration_error!.value!, 9);
      }),
    );
  });

  it('is absent where a score is no probability', () => {
    const { calibration, roc } = binary([0, 1], [-3, 7]).curves!;
    expect(calibration).toBeUndefined();
    expect(roc).toEqual({ falsePositives: [0, 0, 1], truePositives: [0, 1, 1] });
  });
});

describe('the residuals', () => {
  it('are counted in halves of the root mean squared error, closed above, the outermost bins open', () => {
    // Errors 2, -2, 0 and 0: the mean of their squares is 2, its root 1.41, and 2 is 2.8 halves of it.
    const { residuals } = regression([0, 0, 0, 0], [2, -2, 0, 0]).curves!;
    expect(residuals!.rmse).toBeCloseTo(Math.SQRT2, 12);
    //                                 < -3                          0
    expect(residuals!.counts).toEqual([0, 0, 0, 0, 1, 0, 2, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('are counted in another unit where one is given', () => {
    // Halves of 4: the error 2 is one of them, -2 ends the bin below the middle two.
    const { curves } = evaluateRegression(
      { actual: new Float64Array(4), predicted: Float64Array.of(2, -2, 0, 0) },
      { curves: true, residualUnit: 4 },
    );
    expect(curves!.residuals).toEqual({ rmse: 4, counts: [0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0] });
  });

  it('count every row', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 100 }), (rows) => {
        const { curves, metrics } = regression(
          rows.map(([a]) => a),
          rows.map(([, p]) => p),
        );
        if (curves!.residuals === undefined) return;
        expect(curves!.residuals.counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        expect(curves!.residuals.rmse).toBeCloseTo(metrics.rmse!.value!, 6);
      }),
    );
  });

  it('are absent where every prediction is exact, or errors cannot be squared', () => {
    expect(regression([1, 2], [1, 2]).curves).toEqual({});
    expect(regression([1e300], [-1e300]).curves).toEqual({});
  });
});
