import { dayOfWeek } from 'temporal-polyfill/fns/ZonedDateTime';
import { type EarlierDistance, learnLimit } from '../drift/history-limit.ts';
import { resolveSettings, type WantedSettings } from '../drift/settings.ts';
import type { HistoryRow } from '../history/row.ts';
import { wallClock } from '../monitor/wall-clock.ts';
import type { WindowSchedule } from '../monitor/windows.ts';
import type { ColumnType } from '../profile/types.ts';
import type { Window } from '../window.ts';

/**
 * Raises the limits of columns that move every day anyway: from the distances of earlier windows that were measured the
 * same way and not flagged.
 *
 * @param family Whose distances: those of the features or of the model's answers.
 * @param alpha The family's part of the false-alarm budget; each of its `columns` gets an equal share of it.
 */
export class LearnedLimits {
  readonly #earlier = new Map<string, EarlierDistance[]>();
  readonly #weekday: number;
  readonly #alpha: number;

  constructor(
    history: readonly HistoryRow[],
    family: 'features' | 'answers',
    schedule: WindowSchedule,
    window: Pick<Window, 'start'>,
    alpha: number,
    columns: number,
  ) {
    this.#weekday = weekdayOf(schedule, window);
    this.#alpha = alpha / Math.max(1, columns);
    for (const row of history) {
      const weekday = weekdayOf(schedule, { start: Date.parse(row.window_start) });
      for (const { name, method, distance, drifted } of row[family]) {
        if (distance === null || drifted) continue;
        const key = keyOf(name, method);
        const distances = this.#earlier.get(key) ?? [];
        distances.push({ weekday, distance });
        this.#earlier.set(key, distances);
      }
    }
  }

  /** The feature's settings with the learned limit in them, where it is above the material one. */
  apply(name: string, type: ColumnType, wanted: WantedSettings): WantedSettings {
    const { method, limit: materialLimit } = resolveSettings(type, wanted);
    const earlier = this.#earlier.get(keyOf(name, method)) ?? [];
    const { limit } = learnLimit(earlier, { weekday: this.#weekday, materialLimit, alpha: this.#alpha });
    return { ...wanted, limit, materialLimit };
  }
}

function keyOf(name: string, method: string): string {
  return `${method}:${name}`;
}

/** Of a window's first moment in the monitor's time zone: 1 (Monday) to 7. */
function weekdayOf({ timeZone }: WindowSchedule, { start }: Pick<Window, 'start'>): number {
  return dayOfWeek(wallClock(start, timeZone));
}
