import type { ColumnProfile } from '../profile/types.ts';
import { missingShare } from './missing-values.ts';
import { measureIncrease } from './significance.ts';
import type { Measurement, QualityLimits } from './types.ts';

/**
 * A column of the baseline that occurs in no row of the window: all of it is missing. A field that the baseline too leaves
 * out most of the time may well be absent from a small window.
 */
export function measureMissingColumn(
  baseline: ColumnProfile,
  windowRows: number,
  limits: QualityLimits,
): Measurement | null {
  const window = { events: windowRows, rows: windowRows };
  return measureIncrease(window, missingShare(baseline), limits.maxMissingIncrease);
}
