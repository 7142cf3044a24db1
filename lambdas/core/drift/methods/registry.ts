import type { ColumnType } from '../../profile/types.ts';
import { chiSquare } from './chi-square.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { ks } from './ks.ts';
import { lInfinity } from './l-infinity.ts';
import type { DriftMethod } from './method.ts';
import { modelMonitorRobust } from './model-monitor-robust.ts';
import { psi } from './psi.ts';
import { wasserstein } from './wasserstein.ts';

/** Every drift method by its name in monitor files. A new one is a file and a line here. */
export const DRIFT_METHODS = {
  wasserstein,
  ks,
  jensen_shannon: jensenShannon,
  psi,
  hellinger,
  l_infinity: lInfinity,
  chi_square: chiSquare,
  model_monitor_robust: modelMonitorRobust,
} as const satisfies Readonly<Record<string, DriftMethod>>;

/** The name of a distance in monitor files and results. */
export type DriftMethodName = keyof typeof DRIFT_METHODS;

/** The names of all distances; docs/statistics.md defines them. */
export const DRIFT_METHOD_NAMES = Object.keys(DRIFT_METHODS) as readonly DriftMethodName[];

/** The method of that name. */
export function driftMethod(name: DriftMethodName): DriftMethod {
  if (!Object.hasOwn(DRIFT_METHODS, name)) {
    throw new RangeError(
      `there is no drift method ${JSON.stringify(name)}; there are ${DRIFT_METHOD_NAMES.join(', ')}`,
    );
  }
  return DRIFT_METHODS[name];
}

/** Whether the method is defined for columns of that type. */
export function methodSuits(name: DriftMethodName, type: ColumnType): boolean {
  const { measureNumbers, measureCategories } = driftMethod(name);
  return (type === 'number' ? measureNumbers : measureCategories) !== null;
}
