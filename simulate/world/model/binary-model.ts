import { Column } from '../../../lambdas/core/columns/column.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import { SCORE_NAME } from '../generated-world.ts';
import { scoreOf } from '../numbers.ts';
import type { AnswerModel } from './answer-model.ts';
import { binaryValue } from './binary-value.ts';
import { findSpread, findWrongness } from './mixture.ts';
import { normalGrid } from './normal-grid.ts';
import { solve } from './solve.ts';
import type { ModelSpec } from './spec.ts';

const FARTHEST_CENTRE = 400;

/** Scores whose logits are normal: a spread, and the centre with which their mean is the share of positives. */
interface Scores {
  readonly centre: number;
  readonly spread: number;
}

/**
 * Scores are probabilities of the positive class, and labels are drawn from them. The wrongness is the share of rows whose labels
 * are drawn without any knowledge.
 */
export function binaryModel({ metric, value, positives }: ModelSpec): AnswerModel {
  const valuesOf = (scores: Scores) => populationValues(metric, scores, positives);
  const spread = findSpread({ metric, value }, (spread, wrongness) =>
    valuesOf(scoresFor(spread, positives))(wrongness),
  );
  const scores = scoresFor(spread, positives);
  const valueAt = valuesOf(scores);
  return {
    prediction: { score: SCORE_NAME, threshold: 0.5 },
    baseline: { score: SCORE_NAME },
    valueAt,
    wrongnessAt: (value) => findWrongness(metric, valueAt, value),
    draw({ answers, labels }, rows, wrongness) {
      const given = new Float64Array(rows);
      const actual = new Float64Array(rows);
      for (let row = 0; row < rows; row++) {
        given[row] = scoreAt(scores, answers.normal());
        actual[row] = labels.uniform() < shareOf(given[row], positives, wrongness) ? 1 : 0;
      }
      return {
        answers: new Map([[SCORE_NAME, new Column(rows, given, null)]]),
        actual: new Column(rows, actual, null),
      };
    },
  };
}

function scoreAt({ centre, spread }: Scores, z: number): number {
  return scoreOf(centre + spread * z);
}

/** Share of positive rows among those with a score. */
function shareOf(score: number, positives: number, wrongness: number): number {
  return (1 - wrongness) * score + wrongness * positives;
}

/** The metric by wrongness. */
function populationValues(metric: MetricName, scores: Scores, positives: number): (wrongness: number) => number {
  const { points, weights } = normalGrid(-scores.centre / scores.spread);
  const given = points.map((z) => scoreAt(scores, z));
  return (wrongness) => {
    const shares = given.map((score) => shareOf(score, positives, wrongness));
    return binaryValue(metric, { weights, scores: given, shares });
  };
}

/** The scores whose mean is the share of positives. */
function scoresFor(spread: number, positives: number): Scores {
  if (positives === 0.5) return { centre: 0, spread };
  const { points, weights } = normalGrid(0);
  const meanAt = (centre: number) => points.reduce((sum, z, i) => sum + weights[i] * scoreAt({ centre, spread }, z), 0);
  const centre = solve(meanAt, positives, -FARTHEST_CENTRE, FARTHEST_CENTRE);
  if (centre === null) throw new RangeError(`there are no scores with a share of ${positives} positives`);
  return { centre, spread };
}
