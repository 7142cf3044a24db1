import type { Alert } from '../../lambdas/core/alerts.ts';
import { measureAccuracy } from '../../lambdas/core/check/check-accuracy.ts';
import { checkDueWindows } from '../../lambdas/core/check/check-due-windows.ts';
import type { Measurements } from '../../lambdas/core/check/measure-windows.ts';
import type { Measured } from '../../lambdas/core/check/measured.ts';
import type { Column } from '../../lambdas/core/columns/column.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { Window } from '../../lambdas/core/window.ts';
import type { AnsweredDay } from '../world/model/answering-world.ts';
import { NEVER } from '../world/model/label-arrival.ts';
import { type AnsweredDays, rowId } from './answered-days.ts';
import { dayOf, morningAfter } from './calendar.ts';
import { ID_NAME, LABEL_NAME } from './monitor-file.ts';
import { csvHeader } from './table-text.ts';
import type { WatchedMonitor } from './watched-monitor.ts';

/** The results of a morning's checks, oldest window first, and the messages that they sent. */
interface MorningChecks {
  readonly results: readonly CheckResult[];
  readonly alerts: readonly Alert[];
}

/** The product's accuracy checks: every morning, of every window that is due, with the labels that have arrived. */
export class WatchedLabels {
  readonly #watched: WatchedMonitor;
  readonly #days: AnsweredDays;
  readonly #read: boolean;
  /** Lines of the files of labels by the morning on which they arrive. */
  readonly #files = new Map<number, string[]>();

  /** @param read Whether labels are written as files and read. */
  constructor(watched: WatchedMonitor, days: AnsweredDays, read: boolean) {
    this.#watched = watched;
    this.#days = days;
    this.#read = read;
  }

  /** Checks on the morning after a day. */
  async look(morning: number, answered: AnsweredDay): Promise<MorningChecks> {
    const context = this.#watched.context(morningAfter(morning));
    if (this.#read) await this.#writeLabels(morning, answered);
    const measure = this.#read ? undefined : this.#handOver(morning);
    const { results } = await checkDueWindows(this.#watched.monitor, context, { measure });
    return { results, alerts: this.#watched.takeAlerts() };
  }

  #handOver(morning: number) {
    return async (monitor: Monitor, windows: readonly Window[], context: RunContext): Promise<Measurements> => {
      const measurements = new Map<Window, Measured>();
      for (const window of windows) {
        const baseline = await this.#watched.baseline(window, context);
        const read = await this.#days.window(dayOf(window.start), morning, baseline);
        measurements.set(window, await measureAccuracy(monitor, window, baseline, read, context));
      }
      return measurements;
    };
  }

  /** Writes captures, and the labels that have arrived by a morning, as files for a retraining to read. */
  async write(morning: number): Promise<void> {
    if (this.#read) return;
    for (const [day, { chunk, actual, delays }] of this.#days.kept) {
      await this.#watched.writeCapture(day, chunk);
      const there = Array.from(delays.keys()).filter((row) => delays[row] !== NEVER && day + delays[row] <= morning);
      await this.#put(
        day,
        there.map((row) => labelLine(day, row, actual)),
      );
    }
  }

  async #writeLabels(morning: number, { actual, delays }: AnsweredDay): Promise<void> {
    for (const [row, delay] of delays.entries()) {
      if (delay === NEVER) continue;
      const lines = this.#files.get(morning + delay) ?? [];
      lines.push(labelLine(morning, row, actual));
      this.#files.set(morning + delay, lines);
    }
    const lines = this.#files.get(morning);
    if (lines === undefined) return;
    this.#files.delete(morning);
    await this.#put(morning, lines);
  }

  /** @param number Files are listed by it. */
  async #put(number: number, lines: readonly string[]): Promise<void> {
    const text = csvHeader([ID_NAME, LABEL_NAME]) + lines.join('');
    const key = `labels/${String(number).padStart(6, '0')}.csv`;
    await this.#watched.data.put(key, new TextEncoder().encode(text));
  }
}

function labelLine(day: number, row: number, actual: Column): string {
  return `${rowId(day, row)},${actual.at(row)}\n`;
}
