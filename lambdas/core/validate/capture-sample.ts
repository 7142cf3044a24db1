import type { LabelTally } from '../baseline/label-tally.ts';
import type { PredictionKeys } from '../labels/prediction-keys.ts';

/** The captured requests that were read. */
export interface CaptureSample {
  readonly keys: PredictionKeys;
  /** The predicted classes. */
  readonly answers: LabelTally;
  /** Time of the earliest, milliseconds since the epoch; infinity without one. */
  readonly first: number;
  /** Whether these are all captured requests. */
  readonly isWhole: boolean;
}
