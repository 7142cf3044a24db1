import { DRIFT_METHOD_NAMES, type DriftMethodName, driftMethod, methodSuits } from '../drift/methods/registry.ts';
import type { WantedSettings } from '../drift/settings.ts';
import { SIGNIFICANCE_TEST_NAMES, testSuits } from '../drift/significance/registry.ts';
import { schemaOfType } from '../profile/schema.ts';
import type { ColumnType, DeclaredType } from '../profile/types.ts';
import { printable } from '../text/printable.ts';
import { nearestName } from './nearest.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

type Path = readonly (string | number)[];

/** Two places of a monitor file that contradict each other, reported at one of them. */
export interface Inconsistency {
  readonly path: Path;
  readonly message: string;
  readonly accepted: string;
  readonly suggestion?: string | null;
  /** Whether the key or its value is wrong. @default value */
  readonly at?: 'key' | 'value' | undefined;
}

/** Limits that a distance cannot exceed, and distances and tests for another type of column. */
export function distances({ drift, baseline }: Partial<MonitorSections>): Inconsistency[] {
  if (drift === undefined) return [];
  const found = comparison(['drift', 'prediction'], drift.prediction, undefined);
  for (const [name, settings] of drift.features) {
    found.push(...comparison(['drift', 'features', name], settings, comparedAs(baseline?.types.get(name))));
  }
  return found;
}

function comparison(
  path: Path,
  { method, limit, test }: WantedSettings,
  type: ColumnType | undefined,
): Inconsistency[] {
  const found: Inconsistency[] = [];
  if (method !== undefined && limit !== undefined && limit >= 1 && driftMethod(method).isAtMostOne) {
    const message = `can never be exceeded: ${method} is at most 1`;
    found.push({ path: [...path, 'limit'], message, accepted: 'a number below 1' });
  }
  if (method !== undefined && type !== undefined && !methodSuits(method, type)) {
    const accepted = DRIFT_METHOD_NAMES.filter((name) => methodSuits(name, type)).join(', ');
    found.push({ path: [...path, 'method'], message: `does not compare columns of the type ${type}`, accepted });
  }
  if (test !== undefined && !TYPES.some((other) => fits(other, type, method) && testSuits(test, other))) {
    const message =
      type === undefined ? `does not fit the method ${method}` : `does not test columns of the type ${type}`;
    found.push({
      path: [...path, 'test'],
      message,
      accepted: SIGNIFICANCE_TEST_NAMES.filter((name) => name !== test).join(', '),
    });
  }
  return found;
}

/** Times and durations are compared as numbers, booleans as categories. */
function comparedAs(type: DeclaredType | undefined): ColumnType | undefined {
  return type && schemaOfType(type).type;
}

const TYPES: readonly ColumnType[] = ['number', 'category'];

/** Whether the declared type and method, if any, fit columns of this type. */
function fits(type: ColumnType, given: ColumnType | undefined, method: DriftMethodName | undefined): boolean {
  return given === undefined ? method === undefined || methodSuits(method, type) : type === given;
}

/** Features in `drift.publish` that the drift check leaves out. */
export function publishedFeatures({ drift }: Partial<MonitorSections>): Inconsistency[] {
  const ignored = new Set(drift?.ignore);
  return (drift?.publish ?? []).flatMap((name, i) =>
    ignored.has(name)
      ? [
          {
            path: ['drift', 'publish', i],
            message: 'is left out of the drift check by drift.ignore',
            accepted: 'features that are compared',
          },
        ]
      : [],
  );
}

/** Names in other sections that are not in `capture.features`, where the features are listed. */
export function featureNames(sections: Partial<MonitorSections>): Inconsistency[] {
  const { capture, drift, performance, baseline, retraining } = sections;
  const known = capture?.features;
  if (known === undefined) return [];
  const listed: [Path, readonly string[]][] = [
    [['drift', 'ignore'], drift?.ignore ?? []],
    [['drift', 'publish'], drift?.publish ?? []],
    [['performance', 'segments'], performance?.segments ?? []],
    [['retraining', 'promote', 'segments'], retraining?.promote.segments ?? []],
  ];
  const keyed: [Path, Iterable<string>][] = [
    [['drift', 'features'], drift?.features.keys() ?? []],
    [['drift', 'importance'], drift?.importance.keys() ?? []],
    [['baseline', 'columns'], baseline?.columns.keys() ?? []],
    [['baseline', 'types'], baseline?.types.keys() ?? []],
  ];
  const named: { name: string; path: Path; at?: 'key' }[] = [];
  for (const [path, names] of listed) for (const [i, name] of names.entries()) named.push({ name, path: [...path, i] });
  for (const [path, names] of keyed) for (const name of names) named.push({ name, path: [...path, name], at: 'key' });
  const isKnown = new Set(known);
  return named
    .filter(({ name }) => !isKnown.has(name))
    .map(({ name, ...place }) => ({
      ...place,
      message: 'is not one of capture.features',
      accepted: listNames(known),
      suggestion: nearestName(name, known),
    }));
}

/** The first of possibly thousands of names. */
function listNames(names: readonly string[]): string {
  const shown = names
    .slice(0, 20)
    .map((name) => printable(name))
    .join(', ');
  return names.length > 20 ? `${shown}, … (${names.length} in all)` : shown;
}
