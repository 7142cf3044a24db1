import type { PairedBinary, PairedMulticlass } from '../paired-rows.ts';
import { bootstrapDifference } from './bootstrap.ts';
import type { PairedOutcome } from './difference.ts';

/** Rows by class: the input of all metrics of a confusion matrix. */
export interface ClassTotals {
  /** Rows of the class that are predicted as it. */
  readonly hits: Float64Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** A metric from the totals; NaN where it is not defined. */
export type ClassScore = (totals: ClassTotals) => number;

/**
 * Difference of a metric of the confusion matrix, by bootstrap. Rows with the same label and the same two answers are
 * alike, so sorted kinds of rows are counted: the result does not depend on the order of the rows.
 */
export function compareClassScores(score: ClassScore): (rows: PairedBinary | PairedMulticlass) => PairedOutcome {
  return (rows) => {
    const classes = rows.problem === 'binary-classification' ? 2 : rows.classes.length;
    const { kinds, kindOf } = sortKinds(rows, classes);
    const counts = new Float64Array(kinds.length);
    const totals = [emptyTotals(classes), emptyTotals(classes)] as const;
    const differenceOf = (drawn: Int32Array) => {
      counts.fill(0);
      for (let i = 0; i < drawn.length; i++) counts[kindOf[drawn[i]]]++;
      addUp(kinds, counts, classes, totals);
      return score(totals[0]) - score(totals[1]);
    };
    const value = differenceOf(Int32Array.from(kindOf.keys()));
    return bootstrapDifference(kindOf.length, value, differenceOf);
  };
}

/** The kinds of rows as (actual · classes + candidate) · classes + live, ascending, and the place of each row, sorted. */
function sortKinds({ actual, candidate, live }: PairedBinary | PairedMulticlass, classes: number) {
  const codes = new Int32Array(actual.length);
  for (let row = 0; row < codes.length; row++) {
    codes[row] = (actual[row] * classes + candidate.predicted[row]) * classes + live.predicted[row];
  }
  codes.sort();
  const kinds = codes.filter((code, i) => code !== codes[i - 1]);
  const kindOf = new Int32Array(codes.length);
  for (let i = 1; i < codes.length; i++) kindOf[i] = kindOf[i - 1] + (codes[i] === codes[i - 1] ? 0 : 1);
  return { kinds, kindOf };
}

function emptyTotals(classes: number): ClassTotals {
  const zeros = () => new Float64Array(classes);
  return { hits: zeros(), actual: zeros(), predicted: zeros() };
}

function addUp(
  kinds: Int32Array,
  counts: Float64Array,
  classes: number,
  [candidate, live]: readonly [ClassTotals, ClassTotals],
): void {
  for (const { hits, actual, predicted } of [candidate, live]) {
    hits.fill(0);
    actual.fill(0);
    predicted.fill(0);
  }
  for (let k = 0; k < kinds.length; k++) {
    const ofLive = kinds[k] % classes;
    const rest = Math.floor(kinds[k] / classes);
    const actual = Math.floor(rest / classes);
    add(candidate, actual, rest % classes, counts[k]);
    add(live, actual, ofLive, counts[k]);
  }
}

function add({ hits, actual, predicted }: ClassTotals, ofActual: number, ofPredicted: number, count: number): void {
  actual[ofActual] += count;
  predicted[ofPredicted] += count;
  if (ofActual === ofPredicted) hits[ofActual] += count;
}
