import { checkAccuracy, checkDueWindows, concludeAccuracy } from '../../lambdas/core/check-accuracy.ts';
import type { Alert } from '../../lambdas/core/ports.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { Window } from '../../lambdas/core/window.ts';
import type { World } from '../../lambdas/core/world.ts';
import { NEVER } from '../world/model/label-arrival.ts';
import type { AnsweredDay } from '../world/model/model-world.ts';
import { type AnsweredDays, rowId } from './answered-days.ts';
import { dayOf, morningAfter } from './calendar.ts';
import { ID_NAME, LABEL_NAME } from './monitor-file.ts';
import { csvHeader } from './table-text.ts';
import type { WatchedMonitor } from './watched-monitor.ts';

/** The product's looks at labels as they come, morning by morning, at every window that is due. */
export class WatchedLabels {
  readonly #watched: WatchedMonitor;
  readonly #days: AnsweredDays;
  readonly #read: boolean;
  /** Lines of the files of labels by the morning on which they are there. */
  readonly #files = new Map<number, string[]>();

  /** @param read Whether labels are written as files and read. */
  constructor(watched: WatchedMonitor, days: AnsweredDays, read: boolean) {
    this.#watched = watched;
    this.#days = days;
    this.#read = read;
  }

  /** The morning after a day: all windows that are due, oldest first. */
  async look(morning: number, answered: AnsweredDay): Promise<{ results: CheckResult[]; alerts: readonly Alert[] }> {
    const world = this.#watched.world(morningAfter(morning));
    if (this.#read) await this.#writeLabels(morning, answered);
    const check = this.#read ? checkAccuracy : this.#handOver(morning);
    const results = await checkDueWindows(this.#watched.monitor, world, world.now, check);
    return { results, alerts: this.#watched.takeAlerts() };
  }

  #handOver(morning: number): typeof checkAccuracy {
    return async (monitor, window: Window, world: World) => {
      const baseline = await this.#watched.baseline(world);
      const read = await this.#days.window(dayOf(window.start), morning, baseline);
      return concludeAccuracy(monitor, window, baseline, read, world);
    };
  }

  async #writeLabels(morning: number, { actual, delays }: AnsweredDay): Promise<void> {
    for (const [row, delay] of delays.entries()) {
      if (delay === NEVER) continue;
      const lines = this.#files.get(morning + delay) ?? [];
      lines.push(`${rowId(morning, row)},${actual.at(row)}\n`);
      this.#files.set(morning + delay, lines);
    }
    const lines = this.#files.get(morning);
    if (lines === undefined) return;
    this.#files.delete(morning);
    const text = csvHeader([ID_NAME, LABEL_NAME]) + lines.join('');
    // Listed in the order of arrival.
    const key = `labels/${String(morning).padStart(6, '0')}.csv`;
    await this.#watched.data.put(key, new TextEncoder().encode(text));
  }
}
