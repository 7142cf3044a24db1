/** How time passes for a retraining. */
export interface LocalTime {
  /** UTC milliseconds. */
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Does work that takes its time: virtual time stands still meanwhile. @default the work is done */
  during?<T>(work: () => Promise<T>): Promise<T>;
}
