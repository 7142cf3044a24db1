import { InvalidPredictionsError, TooManyClassesError } from '../errors.ts';
import { type Confusion, countConfusion } from './confusion.ts';
import { checkCodes, checkFinite, checkLengths } from './inputs.ts';

/** A confusion matrix of more classes would be larger than most windows; real problems have fewer. */
const MAX_CLASSES = 1000;

/** Labels and predictions of a multiclass problem, one per row. */
export interface MulticlassPredictions {
  /** Index into `classes`. */
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
  readonly classes: readonly string[];
  /**
   * Probability of each class, finite, in the order of `classes`. May be shorter: the model does not know the later
   * classes.
   */
  readonly scores: readonly Float64Array[] | null;
}

/** Input of the multiclass metrics. */
export interface MulticlassEvidence {
  readonly rows: number;
  readonly confusion: Confusion;
  /** Classes that occur among the labels or predictions; averages are over these, as in scikit-learn. */
  readonly present: readonly number[];
  /** The probability given to the actual class, one per row; null when not every row has one. */
  readonly probabilityOfActual: Float64Array | null;
  /** Why there are no probabilities. */
  readonly whyNoProbabilities: string;
}

/** Checks and counts. Throws {@link InvalidPredictionsError} and {@link TooManyClassesError}. */
export function gatherMulticlass({ actual, predicted, classes, scores }: MulticlassPredictions): MulticlassEvidence {
  if (classes.length > MAX_CLASSES) throw new TooManyClassesError(classes, MAX_CLASSES);
  checkLengths(actual.length, { predicted: predicted.length });
  checkCodes('actual', actual, classes.length);
  checkCodes('predicted', predicted, classes.length);
  const confusion = countConfusion(actual, predicted, classes.length);
  const present: number[] = [];
  for (let k = 0; k < classes.length; k++) if (confusion.actual[k] + confusion.predicted[k] > 0) present.push(k);
  return { rows: actual.length, confusion, present, ...pickProbabilities(actual, classes.length, scores) };
}

function pickProbabilities(
  actual: Int32Array,
  classes: number,
  scores: readonly Float64Array[] | null,
): Pick<MulticlassEvidence, 'probabilityOfActual' | 'whyNoProbabilities'> {
  const without = (whyNoProbabilities: string) => ({ probabilityOfActual: null, whyNoProbabilities });
  if (scores === null) return without('there are no scores');
  if (scores.length > classes) {
    throw new InvalidPredictionsError('scores', `has ${scores.length} columns for ${classes} classes`);
  }
  let inRange = true;
  for (const score of scores) {
    checkLengths(actual.length, { scores: score.length });
    checkFinite('scores', score);
    for (let row = 0; row < score.length; row++) inRange &&= score[row] >= 0 && score[row] <= 1;
  }
  if (!inRange) return without('a score is outside 0 to 1, so it is no probability');
  const probabilityOfActual = new Float64Array(actual.length);
  for (let row = 0; row < actual.length; row++) {
    const score = scores[actual[row]];
    if (score === undefined) return without('a label is of a class that has no score');
    probabilityOfActual[row] = score[row];
  }
  return { probabilityOfActual, whyNoProbabilities: '' };
}
