import { availableParallelism } from 'node:os';

/**
 * Megabytes of memory for which Lambda gives a function one processor; it gives more in proportion ("Configure Lambda
 * function memory" in the AWS Lambda Developer Guide).
 */
const PROCESSOR_MEGABYTES = 1769;

/** Whole processors of a function. A small one shows two of which it has a share only. */
export function processorsOf(memory: number, shown = availableParallelism()): number {
  return Math.max(1, Math.min(shown, Math.floor(memory / PROCESSOR_MEGABYTES)));
}
