import { evaluateBinary, evaluateMulticlass, evaluateRegression } from '../performance/evaluate.ts';
import type { BinaryPredictions } from '../performance/evidence/binary.ts';
import type { MulticlassPredictions } from '../performance/evidence/multiclass.ts';
import type { RegressionPredictions } from '../performance/evidence/regression.ts';
import { pickBytes, pickCodes, pickNumbers } from '../performance/rows/pick.ts';
import type { DisjointClasses } from '../performance/rows/unify-classes.ts';
import type { Performance } from '../performance/types.ts';

/** The answers of the candidate and the live model on the same labelled rows. */
export type PairedRows = PairedBinary | PairedMulticlass | PairedRegression;

export type BinaryAnswers = Omit<BinaryPredictions, 'actual'>;
export type MulticlassAnswers = Omit<MulticlassPredictions, 'actual' | 'classes'>;
export type RegressionAnswers = Omit<RegressionPredictions, 'actual'>;

export interface PairedBinary {
  readonly problem: 'binary-classification';
  /** 1 for the positive class, 0 for the other. */
  readonly actual: Uint8Array;
  readonly candidate: BinaryAnswers;
  readonly live: BinaryAnswers;
}

export interface PairedMulticlass {
  readonly problem: 'multiclass-classification';
  /** Index into `classes`. */
  readonly actual: Int32Array;
  readonly classes: readonly string[];
  readonly candidate: MulticlassAnswers;
  readonly live: MulticlassAnswers;
}

export interface PairedRegression {
  readonly problem: 'regression';
  readonly actual: Float64Array;
  readonly candidate: RegressionAnswers;
  readonly live: RegressionAnswers;
}

/** A feature whose values are segments, one code per row. */
export interface SegmentColumn {
  /** Index into `texts`; below 0 where the row has no value. */
  readonly codes: Int32Array;
  readonly texts: readonly string[];
}

/** The held-out labelled rows with both models' answers and, by name, the features whose values are segments. */
export type HeldOut = PairedRows & {
  readonly segments?: ReadonlyMap<string, SegmentColumn> | undefined;
  /** Set where the labels have no class in common with the answers of one of the models: they cannot be compared. */
  readonly disjoint?: DisjointClasses | null | undefined;
};

export interface PairedPerformance {
  readonly candidate: Performance;
  readonly live: Performance;
}

/** Evaluates both models. Throws InvalidPredictionsError, TooManyClassesError. */
export function evaluatePair(rows: PairedRows): PairedPerformance {
  switch (rows.problem) {
    case 'binary-classification': {
      const { actual, candidate, live } = rows;
      return { candidate: evaluateBinary({ ...candidate, actual }), live: evaluateBinary({ ...live, actual }) };
    }
    case 'multiclass-classification': {
      const { actual, classes, candidate, live } = rows;
      return {
        candidate: evaluateMulticlass({ ...candidate, actual, classes }),
        live: evaluateMulticlass({ ...live, actual, classes }),
      };
    }
    case 'regression': {
      const { actual, candidate, live } = rows;
      return { candidate: evaluateRegression({ ...candidate, actual }), live: evaluateRegression({ ...live, actual }) };
    }
  }
}

/** The given rows alone. @param at row numbers */
export function pickPair(rows: PairedRows, at: Int32Array): PairedRows {
  switch (rows.problem) {
    case 'binary-classification': {
      const pick = ({ predicted, score }: BinaryAnswers): BinaryAnswers => ({
        predicted: pickBytes(predicted, at),
        score: score && pickNumbers(score, at),
      });
      const actual = pickBytes(rows.actual, at);
      return { ...rows, actual, candidate: pick(rows.candidate), live: pick(rows.live) };
    }
    case 'multiclass-classification': {
      const pick = ({ predicted, scores }: MulticlassAnswers): MulticlassAnswers => ({
        predicted: pickCodes(predicted, at),
        scores: scores?.map((score) => pickNumbers(score, at)) ?? null,
      });
      const actual = pickCodes(rows.actual, at);
      return { ...rows, actual, candidate: pick(rows.candidate), live: pick(rows.live) };
    }
    case 'regression': {
      const pick = (numbers: Float64Array) => pickNumbers(numbers, at);
      return {
        ...rows,
        actual: pick(rows.actual),
        candidate: { predicted: pick(rows.candidate.predicted) },
        live: { predicted: pick(rows.live.predicted) },
      };
    }
  }
}
