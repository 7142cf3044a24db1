import { evaluateMulticlass } from '../../lambdas/core/performance/evaluate.ts';
import { normalQuantile } from '../../lambdas/core/statistics/normal.ts';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { valuesOf, type World } from './world.ts';

/** Rows of the sample that stands for the whole world: with 20,000 rows its own error is a seventh of theirs. */
const TRUTH_ROWS = 1_000_000;

export interface MulticlassSpec {
  /** Share of the rows of each class. */
  readonly shares: readonly number[];
  /** Of one class against another. */
  readonly auc: number;
}

/**
 * What the model sees of each class is N(0, 1), and N(d, 1) of the actual one. The scores are the probabilities of the
 * classes, the most probable one is predicted.
 */
export function multiclassWorld({ shares, auc }: MulticlassSpec): World {
  const distance = Math.max(1e-9, normalQuantile(auc));
  const classes = shares.map((_, k) => `class ${k}`);
  const draw = (random: SeededRandom, rows: number) => {
    const actual = new Int32Array(rows);
    const predicted = new Int32Array(rows);
    const scores = shares.map(() => new Float64Array(rows));
    for (let row = 0; row < rows; row++) {
      let left = random.uniform();
      while (actual[row] < shares.length - 1 && left > shares[actual[row]]) left -= shares[actual[row]++];
      let total = 0;
      for (let k = 0; k < shares.length; k++) {
        const seen = random.normal() + (k === actual[row] ? distance : 0);
        scores[k][row] = shares[k] * Math.exp(distance * seen);
        total += scores[k][row];
        if (scores[k][row] > scores[predicted[row]][row]) predicted[row] = k;
      }
      for (const score of scores) score[row] = Math.min(1, score[row] / total);
    }
    return evaluateMulticlass({ actual, predicted, scores, classes });
  };
  return { draw, truth: () => valuesOf(draw(new SeededRandom(1), TRUTH_ROWS)) };
}
