import type { ModelBaseline } from '../baseline/document.ts';
import { answeredBy, measureAccuracy } from '../check/check-accuracy.ts';
import type { Measurements, measureWindows, ReadWindow } from '../check/measure-windows.ts';
import type { Measured } from '../check/measured.ts';
import { KeptAnswers } from '../check/reading/answers/kept-answers.ts';
import { type PredictionsRead, readPredictions } from '../check/reading/labelled-predictions.ts';
import { readModelBaseline } from '../check/reading/read-window.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { toError } from '../text/error-message.ts';
import type { Window } from '../window.ts';
import { KeptLabels } from './kept-labels.ts';

/**
 * The predictions of the windows that wait for labels. Each window is read once, however often labels come for it, and for all
 * variants of a monitor that find the same in it. Labels are read as they arrive.
 */
export class KeptPredictions {
  readonly #read = new Map<string, { readonly window: Window; readonly predictions: Promise<PredictionsRead> }>();
  readonly #labels = new KeptLabels();
  #answers: Promise<KeptAnswers> | null = null;

  /** Measures windows as a check does, without reading their predictions again. */
  readonly measure: typeof measureWindows = async (monitor, windows, context, session) => {
    const measurements = new Map<Window, Measured | Error>();
    const read: ReadWindow[] = [];
    for (const window of windows) {
      try {
        const baseline = await readModelBaseline(monitor, window, await session.current(), context);
        read.push({ ...(await this.#predictions(monitor, window, baseline, context)), window, baseline });
      } catch (error) {
        measurements.set(window, toError(error));
      }
    }
    const labels = await this.#labels.of(monitor, read, context);
    for (const [i, { window, baseline, ...found }] of read.entries()) {
      try {
        const joined = labels[i];
        if (joined instanceof Error) throw joined;
        const answered = answeredBy(monitor, baseline, found, joined);
        measurements.set(window, await measureAccuracy(monitor, window, baseline, answered, context));
      } catch (error) {
        measurements.set(window, toError(error));
      }
    }
    return measurements satisfies Measurements;
  };

  /** Forgets windows for which no label counts any more. */
  forget(monitors: readonly Monitor[], now: number): void {
    const latest = Math.max(...monitors.map(({ labels }) => (labels === null ? 0 : labels.lag + labels.maxAge)));
    const isOver = ({ end }: Window) => end + latest < now;
    for (const [key, { window }] of this.#read) if (isOver(window)) this.#read.delete(key);
    this.#labels.forget(isOver);
  }

  #predictions(
    monitor: Monitor,
    window: Window,
    baseline: ModelBaseline | null,
    context: RunContext,
  ): Promise<PredictionsRead> {
    const { performance, quality, alerts, drift } = monitor;
    // Segments are columns that are read; the others decide which answers count as broken.
    const settings = [performance.segments, quality, alerts.falsePages, drift.falseAlarms];
    const key = `${window.name} ${baseline?.id} ${JSON.stringify(settings)}`;
    const known = this.#read.get(key) ?? { window, predictions: this.#readWindow(monitor, window, baseline, context) };
    this.#read.set(key, known);
    return known.predictions;
  }

  async #readWindow(monitor: Monitor, window: Window, baseline: ModelBaseline | null, context: RunContext) {
    // A backtest writes nothing, the key of kept answers included.
    this.#answers ??= KeptAnswers.open(monitor, { ...context, dryRun: true });
    return readPredictions(monitor, window, baseline, context, await this.#answers);
  }
}
