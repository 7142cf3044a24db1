import type { Column, TableChunk } from '../columns/column.ts';

/** A chunk of captured rows: features as columns, with the model's answers and the keys that join them to labels. */
export interface CaptureChunk extends TableChunk {
  /** The model's answers by role. A role is absent if the monitor does not name it. */
  readonly predictions: {
    readonly score?: Column;
    readonly label?: Column;
    readonly value?: Column;
    /** Multiclass probabilities by class. */
    readonly scores?: ReadonlyMap<string, Column>;
  };
  /**
   * By row, the id that labels refer to: the inference id if the caller sent one, otherwise the event id; '' for a row
   * of a plain table without an id. null if ids were not requested.
   */
  readonly ids: readonly string[] | null;
  /** By row, the zero-based position in its request. null if ids were not requested. */
  readonly positions: Int32Array | null;
  /** By row, the inference time in milliseconds since the epoch. NaN in data sets without a time. */
  readonly times: Float64Array;
}
