import { Column } from '../../../lambdas/core/columns/column.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import type { AnswerModel } from './answer-model.ts';
import { findSpread, findWrongness } from './mixture.ts';
import { multiclassValue } from './multiclass-value.ts';
import { normalGrid } from './normal-grid.ts';
import type { ModelSpec } from './spec.ts';

const CLASSES = ['a', 'b', 'c', 'd'] as const;

/** How often each class is the model's answer. */
const ANSWERED: readonly number[] = [0.4, 0.3, 0.2, 0.1];

/** How sure the model is in the middle, in multiples of the spread. */
const CONFIDENCE = 1.5;

const DECIMALS = 1e4;
const columnOf = (name: string) => `p_${name}`;

/** A probability for each class: that of the answered one varies from row to row, and the others have the same. */
export function multiclassModel({ metric, value }: ModelSpec): AnswerModel {
  const valuesOf = (spread: number) => populationValues(metric, spread);
  const spread = findSpread({ metric, value }, (spread, wrongness) => valuesOf(spread)(wrongness));
  const shares = labelShares(meanConfidence(spread));
  const places = Object.fromEntries(CLASSES.map((name) => [name, columnOf(name)]));
  const valueAt = valuesOf(spread);
  return {
    prediction: { scores: places },
    baseline: { scores: places },
    valueAt,
    wrongnessAt: (value) => findWrongness(metric, valueAt, value),
    draw({ answers, labels }, rows, wrongness) {
      const scores = CLASSES.map(() => new Float64Array(rows));
      const actual = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const answered = pick(ANSWERED, answers.uniform());
        const confidence = confidenceOf(spread, answers.normal());
        const ofRow = CLASSES.map((_, k) => scoreOf(confidence, k === answered));
        for (const [k, score] of ofRow.entries()) scores[k][row] = score;
        actual[row] = pick(labels.uniform() < wrongness ? shares : ofRow, labels.uniform());
      }
      const columns = CLASSES.map((name, k) => [columnOf(name), new Column(rows, scores[k], null)] as const);
      return { answers: new Map(columns), actual: new Column(rows, null, actual, CLASSES) };
    },
  };
}

/** From a quarter to one, higher than the scores of the other classes. */
function confidenceOf(spread: number, z: number): number {
  const part = 1 / (1 + Math.exp(-spread * (CONFIDENCE + z)));
  const lowest = 1 / CLASSES.length;
  const confidence = lowest + (1 - lowest) * part;
  return Math.min(DECIMALS - 10, Math.max(DECIMALS * lowest + 10, Math.round(confidence * DECIMALS))) / DECIMALS;
}

function scoreOf(confidence: number, answered: boolean): number {
  return answered ? confidence : (1 - confidence) / (CLASSES.length - 1);
}

function pick(shares: readonly number[], at: number): number {
  let upTo = 0;
  for (let k = 0; k < shares.length - 1; k++) {
    upTo += shares[k];
    if (at < upTo) return k;
  }
  return shares.length - 1;
}

const GRID = normalGrid(0);
const mean = (spread: number, of: (confidence: number) => number) =>
  GRID.points.reduce((sum, z, i) => sum + GRID.weights[i] * of(confidenceOf(spread, z)), 0);

function meanConfidence(spread: number): number {
  return mean(spread, (confidence) => confidence);
}

/** How often each class is the true one. */
function labelShares(confidence: number): readonly number[] {
  return ANSWERED.map((share) => share * confidence + ((1 - share) * (1 - confidence)) / (CLASSES.length - 1));
}

/** The metric by wrongness. */
function populationValues(metric: MetricName, spread: number): (wrongness: number) => number {
  const confidence = meanConfidence(spread);
  const shares = labelShares(confidence);
  if (metric !== 'log_loss') {
    const confusion = (wrongness: number) =>
      shares.map((share, actual) =>
        ANSWERED.map((answered, k) => answered * mixed(scoreOf(confidence, k === actual), share, wrongness)),
      );
    return (wrongness) => multiclassValue(metric, confusion(wrongness));
  }
  const ofAnswered = mean(spread, (c) => -Math.log(c));
  const ofOthers = mean(spread, (c) => -Math.log(scoreOf(c, false)));
  const known = mean(spread, (c) => -c * Math.log(c) - (1 - c) * Math.log(scoreOf(c, false)));
  const hit = shares.reduce((sum, share, k) => sum + share * ANSWERED[k], 0);
  return (wrongness) => mixed(known, hit * ofAnswered + (1 - hit) * ofOthers, wrongness);
}

function mixed(known: number, unknown: number, wrongness: number): number {
  return (1 - wrongness) * known + wrongness * unknown;
}
