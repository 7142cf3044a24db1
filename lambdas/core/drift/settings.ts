import type { ColumnType } from '../profile/types.ts';
import { DRIFT_METHOD_NAMES, type DriftMethodName, driftMethod, methodSuits } from './methods/registry.ts';
import { testSuits } from './significance/names.ts';
import { SIGNIFICANCE_TESTS } from './significance/registry.ts';
import type { SignificanceTestName } from './significance/significance-test.ts';

/** How one feature is judged. */
export interface DriftSettings {
  readonly method: DriftMethodName;
  readonly test: SignificanceTestName;
  /** A distance above it is material. */
  readonly limit: number;
  /** What the distance beyond chance has to exceed: the limit before it was raised by what earlier windows showed. */
  readonly materialLimit: number;
  /** Weight of the feature in the ranking. */
  readonly importance: number;
}

/** What a monitor or the command line says about a feature; what it leaves out is filled in by {@link resolveSettings}. */
export interface WantedSettings {
  readonly method?: DriftMethodName | undefined;
  readonly test?: SignificanceTestName | undefined;
  readonly limit?: number | undefined;
  /** @default the limit */
  readonly materialLimit?: number | undefined;
  readonly importance?: number | undefined;
}

const DEFAULTS = {
  number: { method: 'wasserstein', test: 'ks' },
  category: { method: 'jensen_shannon', test: 'chi_square' },
} as const satisfies Record<ColumnType, unknown>;

const DEFAULT_IMPORTANCE = 1;

/** A drift method or test was asked for on a type of column it is not defined for. */
export class UnsuitableMethodError extends Error {
  override readonly name = 'UnsuitableMethodError';
  readonly wanted: string;
  readonly type: ColumnType;
  readonly accepted: readonly string[];
  constructor(kind: 'method' | 'test', wanted: string, type: ColumnType, accepted: readonly string[]) {
    super(`the drift ${kind} ${wanted} is not defined for a ${type} column; accepted are ${accepted.join(', ')}`);
    this.wanted = wanted;
    this.type = type;
    this.accepted = accepted;
  }
}

/**
 * Fills in the defaults of the column's type: numbers are measured by wasserstein and tested by ks, categories by
 * jensen_shannon and chi_square; the limit is the method's own; the importance is 1.
 * Throws {@link UnsuitableMethodError} when the method or test does not suit the type.
 */
export function resolveSettings(type: ColumnType, wanted: WantedSettings = {}): DriftSettings {
  const method = wanted.method ?? DEFAULTS[type].method;
  const test = wanted.test ?? DEFAULTS[type].test;
  if (!methodSuits(method, type)) {
    const accepted = DRIFT_METHOD_NAMES.filter((name) => methodSuits(name, type));
    throw new UnsuitableMethodError('method', method, type, accepted);
  }
  if (!testSuits(test, type)) {
    const accepted = SIGNIFICANCE_TESTS.map(({ name }) => name).filter((name) => testSuits(name, type));
    throw new UnsuitableMethodError('test', test, type, accepted);
  }
  const limit = wanted.limit ?? driftMethod(method).defaultLimit;
  return {
    method,
    test,
    limit,
    materialLimit: wanted.materialLimit ?? limit,
    importance: wanted.importance ?? DEFAULT_IMPORTANCE,
  };
}

/**
 * The part of settings meant for all features that suits this type: a method (with its limit) or test that does not is left
 * out, so that the type's default takes its place.
 */
export function keepSuitable(type: ColumnType, wanted: WantedSettings): WantedSettings {
  const { method, test, limit, importance } = wanted;
  const methodFits = method === undefined || methodSuits(method, type);
  return {
    ...(methodFits ? { method, limit } : {}),
    test: test === undefined || testSuits(test, type) ? test : undefined,
    importance,
  };
}
