import { type Confusion, countConfusion } from './confusion.ts';
import { checkCodes, checkFinite, checkLengths } from './inputs.ts';
import { type Ranking, rankScores } from './ranking.ts';

/** Labels and predictions of a binary problem, one per row. */
export interface BinaryPredictions {
  /** 1 for the positive class, 0 for the other. */
  readonly actual: Uint8Array;
  readonly predicted: Uint8Array;
  /** Probability (or any score that grows with it) of the positive class, finite; null when the model gives none. */
  readonly score: Float64Array | null;
}

/** Input of the binary metrics, prepared once for all of them. */
export interface BinaryEvidence {
  readonly rows: number;
  readonly confusion: Confusion;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** Scores by rank; null without scores. */
  readonly ranking: Ranking | null;
  /** Labels with probabilities; null without scores or when one is outside 0 to 1. */
  readonly probabilities: { readonly actual: Uint8Array; readonly score: Float64Array } | null;
  /** Why there are no probabilities. */
  readonly whyNoProbabilities: string;
}

/** Checks and counts. Throws {@link InvalidPredictionsError}. */
export function gatherBinary({ actual, predicted, score }: BinaryPredictions): BinaryEvidence {
  checkLengths(actual.length, { predicted: predicted.length, ...(score && { score: score.length }) });
  checkCodes('actual', actual, 2);
  checkCodes('predicted', predicted, 2);
  const confusion = countConfusion(actual, predicted, 2);
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = confusion.counts;
  const probabilities = score !== null && areProbabilities(score);
  return {
    rows: actual.length,
    confusion,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    ranking: score === null ? null : rankScores(actual, score),
    probabilities: probabilities ? { actual, score } : null,
    whyNoProbabilities: score === null ? 'there are no scores' : 'a score is outside 0 to 1, so it is no probability',
  };
}

function areProbabilities(score: Float64Array): boolean {
  checkFinite('score', score);
  for (let row = 0; row < score.length; row++) if (score[row] < 0 || score[row] > 1) return false;
  return true;
}
