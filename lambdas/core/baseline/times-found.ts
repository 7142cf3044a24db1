/** The times found in the training data. */
export interface TimesFound {
  /** The column with the time; null where there is none. */
  readonly column: string | null;
  /** Whether the monitor file names it, rather than leaving it to the search. */
  readonly named: boolean;
  /** Whether the monitor file says that there is none. */
  readonly off: boolean;
  /** Several columns that qualify. */
  readonly candidates: readonly string[];
  readonly rowsWithoutTime: number;
  /** Windows with rows, those of them with enough rows, and those that were measured. */
  readonly windows: number;
  readonly large: number;
  readonly measured: number;
  /** Rows that make a window large. */
  readonly fewestRows: number;
  readonly unusable: 'too_many_windows' | 'days_only' | null;
}
