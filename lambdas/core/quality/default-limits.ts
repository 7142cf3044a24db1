import type { QualityLimits } from './types.ts';

/** The limits of a monitor that names none, and of two files that are compared. */
export const DEFAULT_QUALITY_LIMITS: QualityLimits = {
  maxMissingIncrease: 0.05,
  maxUnseenShare: 0.05,
  maxOutOfRangeShare: 0.05,
  maxTypeErrorShare: 0.01,
  maxRejectedShare: 0.01,
};
