/** The clock of a local retraining. */
export interface LocalTime {
  /** UTC milliseconds. */
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Runs work that takes real time, while virtual time stands still. @default runs the work */
  during?<T>(work: () => Promise<T>): Promise<T>;
}
