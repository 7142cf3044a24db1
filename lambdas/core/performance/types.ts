import type { ProblemType } from '../capture/spec.ts';
import type { MetricEstimate } from './metric-estimate.ts';
import type { MetricName } from './metrics/registry.ts';
import type { DisjointClasses } from './rows/unify-classes.ts';

export type { MetricEstimate, MetricName };

export interface ConfusionMatrix {
  readonly classes: readonly string[];
  /** counts[actual][predicted], in the order of `classes`. */
  readonly counts: readonly (readonly number[])[];
}

/** How a model performed on labelled rows. */
export interface Performance {
  readonly problem: ProblemType;
  /** Labelled rows with a usable prediction. */
  readonly rows: number;
  /** The labelled rows that the metrics leave out, where that was counted. */
  readonly leftOut?: LeftOut | undefined;
  /** In the order of the metric table. Names are ours, never captured text. */
  readonly metrics: Readonly<Partial<Record<MetricName, MetricEstimate>>>;
  readonly confusionMatrix: ConfusionMatrix | null;
  /** One entry per class, in the order of the confusion matrix; null for a regression. */
  readonly classes:
    | readonly {
        readonly name: string;
        readonly rows: number;
        readonly precision: number | null;
        readonly recall: number | null;
        readonly f1: number | null;
      }[]
    | null;
  /** What charts show; absent where it was not wanted. */
  readonly curves?: Curves | undefined;
  /** Set where labels and answers have no class in common, so that nothing could be measured: every metric is null. */
  readonly disjoint?: DisjointClasses | undefined;
}

/** Bounded summaries of labelled rows, each where it is defined. */
export interface Curves {
  readonly roc?: Roc | undefined;
  readonly calibration?: Calibration | undefined;
  readonly residuals?: Residuals | undefined;
}

/** Rows at or above falling scores: from none to all. */
export interface Roc {
  readonly falsePositives: number[];
  readonly truePositives: number[];
}

/** Ten bins of the probability: [0, 0.1], (0.1, 0.2], …, (0.9, 1]. */
export type Calibration = {
  readonly rows: number;
  readonly positives: number;
  /** null without rows. */
  readonly meanProbability: number | null;
}[];

/** Rows by residual, predicted - actual. */
export interface Residuals {
  /** The unit: the root mean squared error of these rows, or of those that they are compared with. */
  readonly rmse: number;
  /** Below -3 of it, in bins of a half of it, above 3. */
  readonly counts: number[];
}

/** Why a value cannot be used; `class`: it is neither of a binary problem's two classes. */
export type LeftOutKind = 'missing' | 'nan' | 'infinite' | 'text' | 'boolean' | 'nested' | 'class';

/** Labelled rows that cannot be measured, for one reason. */
export interface LeftOutReason {
  /** Whether the value is the label or the model's answer. */
  readonly part: 'label' | 'answer';
  readonly kind: LeftOutKind;
  readonly rows: number;
  /** A few of the texts concerned, as captured; long ones are cut. */
  readonly examples: readonly string[];
}

/** The labelled rows that no metric counts, by reason. A row counts once; a problem of its label comes first. */
export interface LeftOut {
  readonly rows: number;
  /** Rows with a label, readable or not. */
  readonly labelled: number;
  /** The most frequent first. */
  readonly reasons: readonly LeftOutReason[];
}
