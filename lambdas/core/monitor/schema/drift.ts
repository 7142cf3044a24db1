import * as z from 'zod';
import { DRIFT_METHOD_NAMES } from '../../drift/methods/names.ts';
import { SIGNIFICANCE_TEST_NAMES } from '../../drift/significance/names.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../quality/default-limits.ts';
import { isMetricText, METRIC_TEXT } from '../../text/metric-text.ts';
import { RefusedValueError } from '../refused-value.ts';
import { byName, count, parsed, share, unique } from './fields.ts';

const feature = z.strictObject({
  method: z
    .enum(DRIFT_METHOD_NAMES)
    .optional()
    .describe('Distance; not given: wasserstein for numbers, jensen_shannon for categories'),
  limit: z
    .number()
    .min(0)
    .optional()
    .describe(
      'A distance that must be exceeded as well before a column has drifted; not given: distances do not decide',
    ),
  test: z
    .enum(SIGNIFICANCE_TEST_NAMES)
    .optional()
    .describe('Test of significance; not given: ks for numbers, chi_square for categories'),
});

/** Published features: they cost money each, and more than these are read in the result. */
const MAX_PUBLISHED = 20;

const publishable = parsed((name) => {
  if (!isMetricText(name)) throw new RefusedValueError('cannot be the dimension of a metric', METRIC_TEXT);
  return name;
});

const history = z
  .strictObject({
    windows: count
      .max(366)
      .optional()
      .describe(
        'How many earlier windows to learn from; not given: 98, of windows shorter than a day those of 14 days, 366 at most',
      ),
  })
  .prefault({});

export const drift = z
  .strictObject({
    falseAlarms: z
      .number()
      .gt(0)
      .max(0.5)
      .optional()
      .describe(
        'For experts: the largest share of unchanged windows that may raise a drift alert; not given: what alerts.falsePages allows',
      ),
    ignore: unique(z.string())
      .default([])
      .describe('Features left out of the drift check, such as the weekday in a window of one day'),
    publish: unique(publishable)
      .max(MAX_PUBLISHED)
      .default([])
      .describe('Critical features, whose distances are published as the metric FeatureDrift'),
    features: byName(feature).prefault({}).describe('How single features are compared'),
    prediction: feature.prefault({}).describe("How the model's answers are compared"),
    importance: byName(z.number().min(0))
      .prefault({})
      .describe('Weights of features in the ranking of drift; 1 where not given'),
    history: z
      .union([z.literal('off'), history], { error: 'is neither off nor a mapping' })
      .prefault({})
      .transform((value) => (value === 'off' ? null : value))
      .describe('Earlier windows show how columns usually move; off: no movement is allowed for, only chance'),
    minimumRows: count.default(100).describe('Windows with fewer rows are not judged'),
  })
  .prefault({})
  .describe('Whether the data still looks like the baseline');

export const quality = z
  .strictObject({
    maxMissingIncrease: share
      .default(DEFAULT_QUALITY_LIMITS.maxMissingIncrease)
      .describe("How much a column's share of missing values may rise above the baseline's"),
    maxUnseenShare: share
      .default(DEFAULT_QUALITY_LIMITS.maxUnseenShare)
      .describe('Share of rows with categories that the baseline does not know'),
    maxOutOfRangeShare: share
      .default(DEFAULT_QUALITY_LIMITS.maxOutOfRangeShare)
      .describe("Share of rows outside the baseline's smallest and largest number"),
    maxTypeErrorShare: share
      .default(DEFAULT_QUALITY_LIMITS.maxTypeErrorShare)
      .describe('Share of rows of another type, or of an identifier in another form, than in the baseline'),
  })
  .prefault({})
  .describe('When data counts as broken rather than changed');
