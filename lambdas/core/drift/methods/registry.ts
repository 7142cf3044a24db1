import { chiSquare } from './chi-square.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { ks } from './ks.ts';
import { lInfinity } from './l-infinity.ts';
import type { DriftMethod, DriftMethodName } from './method.ts';
import { modelMonitorRobust } from './model-monitor-robust.ts';
import { DRIFT_METHOD_NAMES } from './names.ts';
import { psi } from './psi.ts';
import { wasserstein } from './wasserstein.ts';

/** Every drift method. A new one is a file, a line here and one in names.ts. */
export const DRIFT_METHODS: readonly DriftMethod[] = [
  wasserstein,
  ks,
  jensenShannon,
  psi,
  hellinger,
  lInfinity,
  chiSquare,
  modelMonitorRobust,
];

const BY_NAME: ReadonlyMap<DriftMethodName, DriftMethod> = new Map(
  DRIFT_METHODS.map((method) => [method.name, method]),
);

/** The method of that name. */
export function driftMethod(name: DriftMethodName): DriftMethod {
  const method = BY_NAME.get(name);
  if (method === undefined) {
    throw new RangeError(
      `there is no drift method ${JSON.stringify(name)}; there are ${DRIFT_METHOD_NAMES.join(', ')}`,
    );
  }
  return method;
}
