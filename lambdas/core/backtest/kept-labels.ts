import { labelSettings } from '../check/check-accuracy.ts';
import { joinLabelsOf, type ReadWindow } from '../check/measure-windows.ts';
import { continueJoins, type LabelsRead, WindowJoin } from '../check/reading/join-labels.ts';
import type { RunContext } from '../context.ts';
import type { PredictionKeys } from '../labels/prediction-keys.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Window } from '../window.ts';

/** A window's labels so far. */
interface Waiting {
  readonly window: Window;
  readonly join: WindowJoin;
}

/**
 * The labels that have arrived for windows. As a backtest goes on in time, each file that arrives is read once for all windows that may
 * have labels in it, whether or not they are measured at the time.
 */
export class KeptLabels {
  /** By the settings of the labels, and by the predictions that they join. */
  readonly #joins = new Map<string, Map<PredictionKeys, Waiting>>();

  /** As `joinLabelsOf`. The time of the context is never before that of an earlier call. */
  async of(monitor: Monitor, windows: readonly ReadWindow[], context: RunContext): Promise<(LabelsRead | Error)[]> {
    const settings = labelSettings(monitor);
    // A file that was read may have labels that become known later, so it is read again.
    if (settings.time !== undefined) return joinLabelsOf(monitor, windows, context);
    const variant = JSON.stringify(settings);
    const waiting = this.#joins.get(variant) ?? new Map<PredictionKeys, Waiting>();
    this.#joins.set(variant, waiting);
    const asked = windows.map(({ window, predictions: { keys } }) => {
      const known = waiting.get(keys) ?? { window, join: new WindowJoin(window, keys, settings) };
      waiting.set(keys, known);
      return known.join;
    });
    try {
      const all = Array.from(waiting.values(), ({ join }) => join);
      return await continueJoins(settings, all, asked, context);
    } catch {
      // A file cannot be read, so the windows that it is for cannot be measured. Each window is read by itself, from the start.
      waiting.clear();
      return joinLabelsOf(monitor, windows, context);
    }
  }

  /** Forgets windows for which no label counts any more. */
  forget(isOver: (window: Window) => boolean): void {
    for (const waiting of this.#joins.values()) {
      for (const [keys, { window }] of waiting) if (isOver(window)) waiting.delete(keys);
    }
  }
}
