import { DEFAULT_MAX_REJECTED_SHARE } from '../capture/max-rejected-share.ts';
import type { QualityLimits } from './types.ts';

/** The limits of a monitor that sets none, and of a comparison of two files. */
export const DEFAULT_QUALITY_LIMITS: QualityLimits = {
  maxMissingIncrease: 0.05,
  maxUnseenShare: 0.05,
  maxOutOfRangeShare: 0.05,
  maxTypeErrorShare: 0.01,
  maxRejectedShare: DEFAULT_MAX_REJECTED_SHARE,
};
