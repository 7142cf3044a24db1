/** How to read a table of predictions. */
export type EvaluationSettings = BinarySettings | MulticlassSettings | RegressionSettings;

/** Columns `actual` and `label` (classes), `score` (probability of the positive class), or both. */
export interface BinarySettings {
  readonly problem: 'binary-classification';
  /** A score at or above it predicts the positive class, where there is no column `label`. */
  readonly threshold: number;
  /** Canonical text of the positive class @default - `1` among 0 and 1, `true` among booleans */
  readonly positive?: string | undefined;
  /**
   * The negative class of a given positive one, where it is known. @default - the most frequent other class of the rows
   */
  readonly negative?: string | undefined;
}

/** Columns `actual` and `label` (classes), or `score_0`, `score_1`, … (probabilities by class), or both. */
export interface MulticlassSettings {
  readonly problem: 'multiclass-classification';
  /**
   * The classes of `score_0`, `score_1`, …; without `label` the class with the highest probability is predicted, the
   * first among equals.
   */
  readonly scoreClasses?: readonly string[] | undefined;
}

/** Columns `actual` and `value` (numbers). */
export interface RegressionSettings {
  readonly problem: 'regression';
}
