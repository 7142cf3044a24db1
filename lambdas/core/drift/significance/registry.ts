import { chiSquareTest } from './chi-square.ts';
import { ksTest } from './ks.ts';
import { SIGNIFICANCE_TEST_NAMES } from './names.ts';
import type { SignificanceTest, SignificanceTestName } from './significance-test.ts';

/** Every significance test. A new one is a file, a line here and one in names.ts. */
export const SIGNIFICANCE_TESTS: readonly SignificanceTest[] = [ksTest, chiSquareTest];

/** The test of that name. */
export function significanceTest(name: SignificanceTestName): SignificanceTest {
  const test = SIGNIFICANCE_TESTS.find((candidate) => candidate.name === name);
  if (test === undefined) {
    throw new RangeError(
      `there is no significance test ${JSON.stringify(name)}; there are ${SIGNIFICANCE_TEST_NAMES.join(', ')}`,
    );
  }
  return test;
}
