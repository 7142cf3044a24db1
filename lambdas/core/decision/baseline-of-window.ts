import type { RetrainingEnd } from './retraining/state.ts';
import type { MonitorState } from './state.ts';

/** Ends of a retraining after which another model serves. */
const TAKEOVERS: ReadonlySet<RetrainingEnd | null> = new Set([
  'promoted',
  'promoted-unconfirmed',
  'promoted-old-baseline',
  'restored',
]);

/**
 * The baseline that a window is compared with: the active one, or, for a window that started before the live model was
 * deployed, the one that was active then.
 *
 * @param start Of the window, milliseconds since the epoch.
 */
export function baselineOfWindow({ baseline, model, retrainings }: MonitorState, start: number): string | null {
  if (model === null || start >= model.since) return baseline;
  // The model of an earlier run took over when its run ended. The run that deployed the live model may not have ended yet.
  const next = retrainings.find(({ end, endedAt }) => TAKEOVERS.has(end) && endedAt !== null && endedAt > start);
  if (next !== undefined) return next.baseline;
  return model.previous === null ? baseline : model.previous.baseline;
}
