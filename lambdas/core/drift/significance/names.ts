import type { ColumnType } from '../../profile/types.ts';
import type { SignificanceTestName } from './significance-test.ts';

/** Every significance test with the types of columns that it is defined for. */
const TYPES: Readonly<Record<SignificanceTestName, readonly ColumnType[]>> = {
  ks: ['number'],
  chi_square: ['number', 'category'],
};

export const SIGNIFICANCE_TEST_NAMES = Object.keys(TYPES) as readonly SignificanceTestName[];

/** Whether the test is defined for columns of that type. */
export function testSuits(name: SignificanceTestName, type: ColumnType): boolean {
  return TYPES[name].includes(type);
}
