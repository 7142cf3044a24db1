import type { ColumnProfile } from '../profile/types.ts';
import { missingShare } from './missing-values.ts';
import { measureIncrease } from './significance.ts';
import type { Measurement, QualityLimits } from './types.ts';

/**
 * A column of the baseline that no row of the window has. It counts as missing in all rows, so that chance can explain
 * the absence of a mostly missing column from a small window.
 */
export function measureMissingColumn(
  baseline: ColumnProfile,
  windowRows: number,
  limits: QualityLimits,
): Measurement | null {
  const window = { events: windowRows, rows: windowRows };
  return measureIncrease(window, missingShare(baseline), limits.maxMissingIncrease);
}
