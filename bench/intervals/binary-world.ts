import { evaluateBinary } from '../../lambdas/core/performance/evaluate.ts';
import type { Performance } from '../../lambdas/core/performance/types.ts';
import { normalDistribution, normalQuantile } from '../../lambdas/core/statistics/normal.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { solve } from '../../simulate/world/model/solve.ts';
import { valuesOf, type World } from './world.ts';

/** Rows of the sample that stands for the whole world: not drawn, but the quantiles of the score of each class. */
const TRUTH_ROWS = 1_000_000;

export interface BinarySpec {
  /** Share of positive rows. */
  readonly positives: number;
  readonly auc: number;
  /** The score's log odds are multiplied by it: at 1 the model is calibrated, above it overconfident. */
  readonly confidence: number;
  /** Share of the rows of each class whose label is the other class, whatever the score. @default 0 */
  readonly mislabelled?: number;
}

type Row = readonly [positive: boolean, isMislabelled: boolean, noise: number];

/**
 * The binormal model: what the model sees is N(0, 1) for a negative row and N(d, 1) for a positive one. The score is the
 * probability of the positive class; as many rows are predicted positive as are labelled so.
 */
export function binaryWorld({ positives, auc, confidence, mislabelled = 0 }: BinarySpec): World {
  const distance = Math.SQRT2 * normalQuantile(auc);
  const logOdds = Math.log(positives / (1 - positives));
  const shareAbove = (x: number) =>
    positives * normalDistribution(distance - x) + (1 - positives) * normalDistribution(-x);
  const labelledPositive = positives * (1 - mislabelled) + (1 - positives) * mislabelled;
  const threshold = solve(shareAbove, labelledPositive, -10, 10 + distance)!;
  const scoreOf = (x: number) => 1 / (1 + Math.exp(-confidence * (logOdds + distance * (x - distance / 2))));

  const evaluate = (rows: number, draw: (row: number) => Row): Performance => {
    const actual = new Uint8Array(rows);
    const predicted = new Uint8Array(rows);
    const score = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const [positive, isMislabelled, noise] = draw(row);
      const x = positive ? distance + noise : noise;
      actual[row] = positive === isMislabelled ? 0 : 1;
      predicted[row] = x >= threshold ? 1 : 0;
      score[row] = scoreOf(x);
    }
    return evaluateBinary({ actual, predicted, score });
  };
  return {
    draw: (random: SeededRandom, rows: number) =>
      evaluate(rows, () => [
        random.uniform() < positives,
        mislabelled > 0 && random.uniform() < mislabelled,
        random.normal(),
      ]),
    truth: () => {
      const groups = [true, false].flatMap((positive) =>
        [true, false].map((isMislabelled) => {
          const share = (positive ? positives : 1 - positives) * (isMislabelled ? mislabelled : 1 - mislabelled);
          return { positive, isMislabelled, rows: Math.round(TRUTH_ROWS * share) };
        }),
      );
      const rows = groups.flatMap(({ positive, isMislabelled, rows }) =>
        Array.from({ length: rows }, (_, i): Row => [positive, isMislabelled, normalQuantile((i + 0.5) / rows)]),
      );
      return valuesOf(evaluate(rows.length, (row) => rows[row]));
    },
  };
}
