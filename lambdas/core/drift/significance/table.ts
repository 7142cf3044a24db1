import type { ColumnType } from '../../profile/types.ts';
import { chiSquareTest } from './chi-square.ts';
import { ksTest } from './ks.ts';
import type { SignificanceTest, SignificanceTestName } from './significance-test.ts';

/** Every test of significance. A new one is a file and a line here. */
export const SIGNIFICANCE_TESTS: readonly SignificanceTest[] = [ksTest, chiSquareTest];

export const SIGNIFICANCE_TEST_NAMES: readonly SignificanceTestName[] = SIGNIFICANCE_TESTS.map((test) => test.name);

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

/** Whether the test is defined for columns of that type. */
export function testSuits(name: SignificanceTestName, type: ColumnType): boolean {
  const test = significanceTest(name);
  return (type === 'number' ? test.testNumbers : test.testCategories) !== null;
}
