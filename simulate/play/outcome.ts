/** The days of one monitor, as one watcher judged them. */
export interface WatcherDays {
  /** 1 for a day with an alert. */
  readonly alerts: Uint8Array;
  /** 1 for a day whose window was flagged, with an alert or not. */
  readonly flagged: Uint8Array;
  /** 1 for a day on which a changed feature was flagged. */
  readonly found: Uint8Array;
}

/** A message about a day, as its receivers see it. */
export interface SentMessage {
  readonly day: number;
  readonly title: string;
}

/** The record of one day. */
interface WatchedDay {
  readonly alert: boolean;
  readonly flagged: boolean;
  readonly found: boolean;
}

/** One monitor, played to its end. */
export interface MonitorOutcome {
  readonly monitor: number;
  readonly oddDay: number | null;
  /** By the watcher's name, in the order of the table. */
  readonly watchers: ReadonlyMap<string, WatcherDays>;
  /** The first messages that the product sent. */
  readonly messages: readonly SentMessage[];
}

/** Fills {@link WatcherDays} day by day. */
export class DayRecorder {
  readonly #days: number;
  readonly #watchers = new Map<string, WatcherDays>();

  constructor(days: number) {
    this.#days = days;
  }

  record(watcher: string, day: number, { alert, flagged, found }: WatchedDay): void {
    let days = this.#watchers.get(watcher);
    if (days === undefined) {
      const [alerts, flagged, found] = Array.from({ length: 3 }, () => new Uint8Array(this.#days));
      days = { alerts, flagged, found };
      this.#watchers.set(watcher, days);
    }
    if (alert) days.alerts[day] = 1;
    if (flagged) days.flagged[day] = 1;
    if (found) days.found[day] = 1;
  }

  get watchers(): ReadonlyMap<string, WatcherDays> {
    return this.#watchers;
  }
}
