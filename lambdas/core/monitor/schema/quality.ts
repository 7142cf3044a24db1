import * as z from 'zod';
import { DEFAULT_QUALITY_LIMITS } from '../../quality/default-limits.ts';
import { share } from './fields.ts';

export const quality = z
  .strictObject({
    maxMissingIncrease: share
      .default(DEFAULT_QUALITY_LIMITS.maxMissingIncrease)
      .describe("How much a column's share of missing values may rise above the baseline's"),
    maxUnseenShare: share
      .default(DEFAULT_QUALITY_LIMITS.maxUnseenShare)
      .describe('Largest share of rows with categories that are not in the baseline'),
    maxOutOfRangeShare: share
      .default(DEFAULT_QUALITY_LIMITS.maxOutOfRangeShare)
      .describe("Largest share of rows outside the baseline's smallest and largest number"),
    maxTypeErrorShare: share
      .default(DEFAULT_QUALITY_LIMITS.maxTypeErrorShare)
      .describe('Largest share of rows of another type, or of an identifier in another form, than in the baseline'),
  })
  .prefault({})
  .describe('Limits beyond which data counts as broken rather than changed');
