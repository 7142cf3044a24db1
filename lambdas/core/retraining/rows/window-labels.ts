import { joinLabels } from '../../check/reading/join-labels.ts';
import type { Column } from '../../columns/column.ts';
import type { RunContext } from '../../context.ts';
import type { PredictionKeys } from '../../labels/prediction-keys.ts';
import type { LabelSettings } from '../../monitor/monitor.ts';
import type { Window } from '../../window.ts';

/** The labels of a window's rows that have arrived so far. */
export interface WindowLabels {
  /** A label for each row; missing where there is none. */
  readonly actual: Column;
  readonly labelled: number;
  /** Rows whose id belongs to several requests. */
  readonly ambiguous: number;
  /** Unreadable label records. */
  readonly rejected: number;
}

/** Joins labels as the accuracy check does, so that it finds the same labelled rows. */
export async function readWindowLabels(
  settings: LabelSettings,
  window: Window,
  keys: PredictionKeys,
  context: Pick<RunContext, 'open' | 'now'>,
): Promise<WindowLabels> {
  const { joined, log } = await joinLabels(settings, window, keys, context);
  const { actual, labelled, ambiguous } = joined;
  return { actual, labelled, ambiguous, rejected: log.rejected };
}
