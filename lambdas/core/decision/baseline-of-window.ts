import type { RetrainingEnd } from './retraining/state.ts';
import type { MonitorState } from './state.ts';

/** Ends after which another model serves. */
const TAKEOVERS: ReadonlySet<RetrainingEnd | null> = new Set(['promoted', 'promoted-old-baseline', 'restored']);

/**
 * The baseline that a window is compared with: the active one, for windows that began before the live model served the one
 * that was active until then.
 *
 * @param start Of the window, milliseconds since the epoch.
 */
export function baselineOfWindow({ baseline, model, retrainings }: MonitorState, start: number): string | null {
  if (model === null || start >= model.since) return baseline;
  // The run that made the live model may not have ended yet; of earlier ones the end is when their models took over.
  const next = retrainings.find(({ end, endedAt }) => TAKEOVERS.has(end) && endedAt !== null && endedAt > start);
  if (next !== undefined) return next.baseline;
  return model.previous === null ? baseline : model.previous.baseline;
}
