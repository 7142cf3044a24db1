/** The half-open time range [start, end) that one check covers. */
export interface Window {
  /** Names results and runs: `2001-02-03` for whole local days, `2001-02-03T05Z` (UTC start) for shorter ones. Safe in keys and file names. */
  readonly name: string;
  /** Milliseconds since the epoch, UTC, inclusive. */
  readonly start: number;
  /** Milliseconds since the epoch, UTC, exclusive. */
  readonly end: number;
}
