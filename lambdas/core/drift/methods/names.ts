import type { ColumnType } from '../../profile/types.ts';
import type { DriftMethodName } from './method.ts';

/**
 * Every drift method with the types of columns that it compares. The names stand apart from the methods so that
 * functions that only read monitor files do not bundle the methods.
 */
const TYPES: Readonly<Record<DriftMethodName, readonly ColumnType[]>> = {
  wasserstein: ['number'],
  ks: ['number'],
  jensen_shannon: ['number', 'category'],
  psi: ['number', 'category'],
  hellinger: ['number', 'category'],
  l_infinity: ['category'],
  chi_square: ['number', 'category'],
  model_monitor_robust: ['number', 'category'],
};

export const DRIFT_METHOD_NAMES = Object.keys(TYPES) as readonly DriftMethodName[];

/** Whether the method is defined for columns of that type. */
export function methodSuits(name: DriftMethodName, type: ColumnType): boolean {
  return TYPES[name].includes(type);
}
