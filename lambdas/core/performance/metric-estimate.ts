/** A metric's value with its confidence interval. */
export interface MetricEstimate {
  /** null when the metric is not defined on these rows (no positives, no scores). */
  readonly value: number | null;
  /** 95 % confidence interval; both null where the rows are too few for a valid one, or show no spread. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** For the mean of a loss: the mean of the rows' squared losses. Absent for other metrics, and where it exceeds the range of a double. */
  readonly meanSquare?: number;
  /** Rows the metric was computed from (for mape: those with a label other than zero). */
  readonly rows: number;
  /** Why there is no value, or, with a value, no interval. */
  readonly reason?: string;
}
