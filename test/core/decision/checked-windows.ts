import type { CheckedWindow, LimitOutcome, Signal } from '../../../lambdas/core/decision/checked-window.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2001, 1, 1);

/** The checked window of day `index` (0 is 2001-02-01); the digest is its content, as in the product. */
export function checkedWindowOf(
  index: number,
  content: { signals?: Signal[]; limits?: LimitOutcome[] },
): CheckedWindow {
  const start = FIRST + index * DAY;
  const { signals = [], limits = [] } = content;
  return {
    window: new Date(start).toISOString().slice(0, 10),
    start,
    end: start + DAY,
    digest: JSON.stringify({ signals, limits }),
    checkedAt: start + DAY,
    signals,
    limits,
    labels: null,
  };
}

export function signalOf(kind: Signal['kind'], status: Signal['status']): Signal {
  return { kind, status, headline: `${kind}: ${status}`, details: [] };
}

/** An accuracy window with `accuracy < alertBelow` and `accuracy <= retrainAt`, met exactly as they say. */
export function accuracyWindow(
  index: number,
  accuracy: number | null,
  { alertBelow = 0.85, retrainAt = 0.85, alertWindows = 1, retrainWindows = 1 } = {},
): CheckedWindow {
  const alertMet = accuracy === null ? null : accuracy < alertBelow;
  const retrainMet = accuracy === null ? null : accuracy <= retrainAt;
  const status = alertMet === null ? 'unknown' : alertMet ? 'breach' : 'clear';
  return checkedWindowOf(index, {
    signals: [signalOf('performance', status)],
    limits: [
      { text: `accuracy < ${alertBelow}`, purpose: 'alert', windows: alertWindows, met: alertMet },
      { text: `accuracy <= ${retrainAt}`, purpose: 'retrain', windows: retrainWindows, met: retrainMet },
    ],
  });
}

export function openIncidents(state: MonitorState): string[] {
  return state.incidents.filter((incident) => incident.state === 'open').map((incident) => incident.id);
}
