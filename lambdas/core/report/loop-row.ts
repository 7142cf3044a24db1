import type { HistoryRow } from '../history/row.ts';

/** One line of the loop: a window's checks, or a retraining between them. */
export interface LoopRow {
  readonly step: string;
  /** The window, or the first and last of a run of windows. */
  readonly windows: { readonly first: string; readonly last: string; readonly count: number };
  readonly dataMatches: string;
  /** Accuracy rows of the windows that have a metric, oldest first; null for a step that measures none. */
  readonly performance: readonly HistoryRow[] | null;
  /** The measurement of a step other than a check. */
  readonly measured?: string;
  readonly nextStep: string;
  readonly why: string;
}
