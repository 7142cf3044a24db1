import type { ColumnType } from '../profile/types.ts';
import { DRIFT_METHOD_NAMES, type DriftMethodName, driftMethod, methodSuits } from './methods/registry.ts';
import { SIGNIFICANCE_TEST_NAMES, type SignificanceTestName, testSuits } from './significance/registry.ts';

/** How one feature is assessed. */
export interface DriftSettings {
  readonly method: DriftMethodName;
  readonly test: SignificanceTestName;
  /** A distance above it is material. */
  readonly limit: number;
  /** The limit of the distance beyond chance: `limit` before earlier windows raised it. */
  readonly materialLimit: number;
  /** Weight of the feature in the ranking. */
  readonly importance: number;
}

/**
 * Settings of a feature from the monitor file or the command line; {@link resolveSettings} fills in what is left out.
 */
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

/** A drift method or test is not defined for the type of the column. */
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
    const accepted = SIGNIFICANCE_TEST_NAMES.filter((name) => testSuits(name, type));
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
 * The settings for all features that suit this type. A method (with its limit) or test that does not suit it is left
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
