/**
 * Raise it when the code finds something else in the same files than before: what was kept of windows is then read again, and windows
 * that wait for labels are checked again. `test/core/check/reading/reading-version.test.ts` fails when it has to be raised.
 */
export const READING = 5;
