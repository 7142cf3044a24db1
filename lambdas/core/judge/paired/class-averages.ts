import type { ClassScore, ClassTotals } from './class-scores.ts';

/** The metrics of a confusion matrix that have no test of their own, as performance/metrics/ defines them. */

export const precisionOf: ClassScore = ({ hits, predicted }) => hits[1] / predicted[1];

export function fScoreOf(beta: number): ClassScore {
  const square = beta * beta;
  return ({ hits, actual, predicted }) => ((1 + square) * hits[1]) / (square * actual[1] + predicted[1]);
}

type OfClass = (totals: ClassTotals, k: number) => number;

export const precisionOfClass: OfClass = ({ hits, predicted }, k) => (predicted[k] === 0 ? 0 : hits[k] / predicted[k]);
export const recallOfClass: OfClass = ({ hits, actual }, k) => (actual[k] === 0 ? 0 : hits[k] / actual[k]);
export const f1OfClass: OfClass = ({ hits, actual, predicted }, k) =>
  hits[k] === 0 ? 0 : (2 * hits[k]) / (actual[k] + predicted[k]);

/** Mean over the classes that occur among the labels or the predictions. */
export function macroOf(ofClass: OfClass): ClassScore {
  return (totals) => {
    let sum = 0;
    let present = 0;
    for (let k = 0; k < totals.actual.length; k++) {
      if (totals.actual[k] + totals.predicted[k] === 0) continue;
      sum += ofClass(totals, k);
      present++;
    }
    return sum / present;
  };
}

/** Mean over the classes, weighted by their rows. */
export function weightedOf(ofClass: OfClass): ClassScore {
  return (totals) => {
    let sum = 0;
    let rows = 0;
    for (let k = 0; k < totals.actual.length; k++) {
      sum += totals.actual[k] * ofClass(totals, k);
      rows += totals.actual[k];
    }
    return sum / rows;
  };
}
