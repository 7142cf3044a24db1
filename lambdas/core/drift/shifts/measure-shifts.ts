import type { Aligned } from '../aligned.ts';
import { significanceTest } from '../significance/registry.ts';
import type { Significance } from '../significance/significance-test.ts';
import { measureCategoryShifts } from './category-shifts.ts';
import { measureNumberShifts } from './number-shifts.ts';
import type { Shift } from './shift.ts';

/** Measures the ways in which a column differs from the baseline's. Both sides have a row with a value. */
export function measureShifts(aligned: Aligned, test: string, significance: Significance): Shift[] {
  if (aligned.type === 'category') return measureCategoryShifts(aligned, significance);
  const ofShape = test === 'ks' ? significance : significanceTest('ks').testNumbers!(aligned);
  return measureNumberShifts(aligned, ofShape);
}
