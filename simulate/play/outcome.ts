/** What one way of watching made of one monitor's days. */
export interface WatcherDays {
  /** 1 for a day on which people were told something. */
  readonly pages: Uint8Array;
  /** 1 for a day on which a changed feature was flagged. */
  readonly flagged: Uint8Array;
}

/** One monitor, played to its end. */
export interface MonitorOutcome {
  readonly monitor: number;
  readonly oddDay: number | null;
  /** By the watcher's name, in the order of the table. */
  readonly watchers: ReadonlyMap<string, WatcherDays>;
}

/** Fills {@link WatcherDays} day by day. */
export class DayRecorder {
  readonly #days: number;
  readonly #watchers = new Map<string, WatcherDays>();

  constructor(days: number) {
    this.#days = days;
  }

  record(watcher: string, day: number, { page, flagged }: { readonly page: boolean; readonly flagged: boolean }): void {
    let days = this.#watchers.get(watcher);
    if (days === undefined) {
      days = { pages: new Uint8Array(this.#days), flagged: new Uint8Array(this.#days) };
      this.#watchers.set(watcher, days);
    }
    if (page) days.pages[day] = 1;
    if (flagged) days.flagged[day] = 1;
  }

  get watchers(): ReadonlyMap<string, WatcherDays> {
    return this.#watchers;
  }
}
