/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the outcome of `--fail-on`, 4 a check by hand found no data. */
export const EXIT = { done: 0, failed: 1, usage: 2, alert: 3, noData: 4 } as const;
