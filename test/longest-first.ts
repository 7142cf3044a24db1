import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, below test/. Where nothing is known of earlier runs, as in a clean checkout, Vitest begins with the
 * largest files. It would end with a few lines that play dozens of retrainings, while the other core has nothing to do.
 */
export const LONGEST: readonly string[] = [
  'lib/deployed/permissions.slow.test.ts',
  'bin/killed/killed.slow.test.ts',
  'lib/deployed/exactly-once.slow.test.ts',
  'package/package.slow.test.ts',
  'lib/deployed/retraining-permissions.slow.test.ts',
  'lib/deployed/delivery.slow.test.ts',
  'lib/deployed/retraining-crashes.slow.test.ts',
  'core/stories/timed-baseline.slow.test.ts',
  'simulate/kept-states/simulations.slow.test.ts',
  'lib/deployed/watchdog.slow.test.ts',
  'simulate/run/simulate-tables.slow.test.ts',
  'lib/deployed/organisation.slow.test.ts',
  'lib/deployed/watchdog-outages.slow.test.ts',
  'core/drift/false-alarms.slow.test.ts',
  'lib/deployed/retraining-failures.slow.test.ts',
  'lib/deployed/flights.slow.test.ts',
  'core/judge/simulation.slow.test.ts',
  'adapters/http/no-answer.slow.test.ts',
  'core/retraining/requests/accepted.slow.test.ts',
  'core/capture/hostile-sizes.slow.test.ts',
  'lib/deployed/delivery-permissions.slow.test.ts',
  'core/retraining/machine/crashes.slow.test.ts',
  'lib/deployed/retraining-failures.test.ts',
];

/** Puts the paths of {@link LONGEST} first, in their order there. @param paths Below test/ */
export function longestFirst(paths: readonly string[]): string[] {
  const rank = (path: string) => (LONGEST.includes(path) ? LONGEST.indexOf(path) : LONGEST.length);
  return paths.toSorted((a, b) => rank(a) - rank(b));
}

/** Begins with the longest files; the others follow in the order of Vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const pathOf = ({ moduleId }: TestSpecification) => relative(import.meta.dirname, moduleId).replaceAll('\\', '/');
    const byPath = new Map((await super.sort(files)).map((file) => [pathOf(file), file]));
    return longestFirst([...byPath.keys()]).map((path) => byPath.get(path)!);
  }
}
