import { type Captured, captureLine, captureSpec, readAll, type Side } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

/** Two rows in three features, which the tests of forms send in every form. */
export const FEATURES = ['age', 'income', 'plan'];
export const ROWS = [
  [85, 30783.23, 'pro'],
  [73, 18439.91, 'basic'],
];
export const COLUMNS = { age: [85, 73], income: [30783.23, 18439.91], plan: ['pro', 'basic'] };
/** The same rows, their columns in another order and one more among them. */
export const SHUFFLED = ['plan', 'id', 'age', 'income'];
export const SHUFFLED_ROWS = [
  ['pro', 'x1', 85, 30783.23],
  ['basic', 'x2', 73, 18439.91],
];

export const BY_POSITION = captureSpec({ features: FEATURES, prediction: { score: 0, threshold: 0.5 } });
export const BY_NAME = captureSpec({ features: FEATURES, prediction: { score: 'p', threshold: 0.5 } });

export async function read(input: Side | undefined, output: Side | undefined, spec = BY_POSITION): Promise<Captured> {
  return readAll([sourceOf(captureLine(input, output))], spec);
}

export function tensor(name: string, data: unknown[], shape = [data.length, 1]): object {
  return { name, shape, datatype: 'FP32', data };
}
