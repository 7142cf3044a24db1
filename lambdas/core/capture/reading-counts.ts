/** How many records and rows a reading found, besides the rejected ones. `ReadingSummary` says what each is. */
export interface ReadingCounts {
  records: number;
  used: number;
  rows: number;
  recordsOutsideWindow: number;
  rowsOutsideWindow: number;
  absentInputs: number;
  absentOutputs: number;
  repeats: number;
  conflicts: number;
}

export function noRecords(): ReadingCounts {
  return {
    records: 0,
    used: 0,
    rows: 0,
    recordsOutsideWindow: 0,
    rowsOutsideWindow: 0,
    absentInputs: 0,
    absentOutputs: 0,
    repeats: 0,
    conflicts: 0,
  };
}

export function addReading(to: ReadingCounts, part: Readonly<ReadingCounts>): void {
  for (const name of Object.keys(to) as (keyof ReadingCounts)[]) to[name] += part[name];
}
