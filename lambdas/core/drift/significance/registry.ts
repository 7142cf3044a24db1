import type { ColumnType } from '../../profile/types.ts';
import { chiSquareTest } from './chi-square.ts';
import { ksTest } from './ks.ts';
import type { SignificanceTest } from './significance-test.ts';

/** Every significance test by its name in monitor files. A new one is a file and a line here. */
const SIGNIFICANCE_TESTS = {
  ks: ksTest,
  chi_square: chiSquareTest,
} as const satisfies Readonly<Record<string, SignificanceTest>>;

/** The name of a significance test in monitor files and results. */
export type SignificanceTestName = keyof typeof SIGNIFICANCE_TESTS;

/** The names of all significance tests. */
export const SIGNIFICANCE_TEST_NAMES = Object.keys(SIGNIFICANCE_TESTS) as readonly SignificanceTestName[];

/** The test of that name. */
export function significanceTest(name: SignificanceTestName): SignificanceTest {
  if (!Object.hasOwn(SIGNIFICANCE_TESTS, name)) {
    throw new RangeError(
      `there is no significance test ${JSON.stringify(name)}; there are ${SIGNIFICANCE_TEST_NAMES.join(', ')}`,
    );
  }
  return SIGNIFICANCE_TESTS[name];
}

/** Whether the test is defined for columns of that type. */
export function testSuits(name: SignificanceTestName, type: ColumnType): boolean {
  const { testNumbers, testCategories } = significanceTest(name);
  return (type === 'number' ? testNumbers : testCategories) !== null;
}
