import { labelSettings } from '../check/check-accuracy.ts';
import { joinLabelsOf, type ReadWindow } from '../check/measure-windows.ts';
import { continueJoins, type LabelsRead, WindowJoin } from '../check/reading/join-labels.ts';
import type { RunContext } from '../context.ts';
import type { PredictionKeys } from '../labels/prediction-keys.ts';
import type { Monitor } from '../monitor/monitor.ts';

/** The labels that have arrived for windows. As a backtest goes on in time, each window gets the new ones: no file is read for it again. */
export class KeptLabels {
  /** By the predictions that the labels join, and by the settings of the labels. Forgotten with the predictions. */
  readonly #joins = new WeakMap<PredictionKeys, Map<string, WindowJoin>>();

  /** As `joinLabelsOf`. The time of the context is never before that of an earlier call. */
  async of(monitor: Monitor, windows: readonly ReadWindow[], context: RunContext): Promise<(LabelsRead | Error)[]> {
    const settings = labelSettings(monitor);
    const variant = JSON.stringify(settings);
    const joins = windows.map(({ window, predictions: { keys } }) => {
      const known = this.#joins.get(keys) ?? new Map<string, WindowJoin>();
      const join = known.get(variant) ?? new WindowJoin(window, keys, settings);
      this.#joins.set(keys, known.set(variant, join));
      return join;
    });
    try {
      return await continueJoins(settings, joins, context);
    } catch {
      // A file cannot be read. It keeps those windows from being measured that it is for: each is read by itself, from the start.
      for (const { predictions } of windows) this.#joins.delete(predictions.keys);
      return joinLabelsOf(monitor, windows, context);
    }
  }
}
