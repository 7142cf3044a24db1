import type { Column, TableChunk } from '../columns/column.ts';

/** Captured rows of one chunk: features as columns, with the model's answers and what joins them to labels. */
export interface CaptureChunk extends TableChunk {
  /** The model's answers by role; a role is absent when the monitor does not name it. */
  readonly predictions: {
    readonly score?: Column;
    readonly label?: Column;
    readonly value?: Column;
    /** Multiclass probabilities by class. */
    readonly scores?: ReadonlyMap<string, Column>;
  };
  /** The id labels refer to, a row each: the inference id where the caller sent one, else the event id; '' where a plain table has none. null unless asked for. */
  readonly ids: readonly string[] | null;
  /** The row's zero-based position in its request. null unless ids were asked for. */
  readonly positions: Int32Array | null;
  /** Inference time, milliseconds since the epoch, a row each. NaN in data sets without a time. */
  readonly times: Float64Array;
}
