import { answeredBy, labelSettings, measureAccuracy } from '../check/check-accuracy.ts';
import type { Measurements, measureWindows } from '../check/measure-windows.ts';
import { joinLabels } from '../check/reading/join-labels.ts';
import { type PredictionsRead, readPredictions } from '../check/reading/labelled-predictions.ts';
import { readModelBaseline } from '../check/reading/read-window.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { toError } from '../text/error-message.ts';
import type { Window } from '../window.ts';

/**
 * The predictions of the windows that wait for labels. Each window is read once, however often labels come for it, and for all
 * variants of a monitor that measure the same segments.
 */
export class KeptPredictions {
  readonly #read = new Map<string, { readonly window: Window; readonly predictions: Promise<PredictionsRead> }>();

  /** Measures windows as a check does, without reading their predictions again. */
  readonly measure: typeof measureWindows = async (monitor, windows, context, session) => {
    const measurements: Map<Window, Awaited<ReturnType<typeof measureAccuracy>> | Error> = new Map();
    for (const window of windows) {
      try {
        const baseline = await readModelBaseline(monitor, window, await session.current(), context);
        const key = `${window.name} ${baseline?.id} ${JSON.stringify(monitor.performance.segments)}`;
        const kept = this.#read.get(key) ?? {
          window,
          predictions: readPredictions(monitor, window, baseline, context),
        };
        this.#read.set(key, kept);
        const read = await kept.predictions;
        const labels = await joinLabels(labelSettings(monitor), window, read.predictions.keys, context, true);
        measurements.set(
          window,
          await measureAccuracy(monitor, window, baseline, answeredBy(monitor, baseline, read, labels), context),
        );
      } catch (error) {
        measurements.set(window, toError(error));
      }
    }
    return measurements satisfies Measurements;
  };

  /** Forgets windows for which no label counts any more. */
  forget(monitors: readonly Monitor[], now: number): void {
    const latest = Math.max(...monitors.map(({ labels }) => (labels === null ? 0 : labels.lag + labels.maxAge)));
    for (const [key, { window }] of this.#read) if (window.end + latest < now) this.#read.delete(key);
  }
}
