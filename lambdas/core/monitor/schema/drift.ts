import * as z from 'zod';
import { DRIFT_METHOD_NAMES } from '../../drift/methods/registry.ts';
import { SIGNIFICANCE_TEST_NAMES } from '../../drift/significance/registry.ts';
import { isMetricText, METRIC_TEXT } from '../../text/metric-text.ts';
import { InvalidValueError } from '../invalid-value.ts';
import { byName, count, parsed, unique } from './fields.ts';

const feature = z.strictObject({
  method: z
    .enum(DRIFT_METHOD_NAMES)
    .optional()
    .describe('Distance; default: wasserstein for numbers, jensen_shannon for categories'),
  limit: z
    .number()
    .min(0)
    .optional()
    .describe('A column counts as drifted only if its distance is also above this; default: no such limit'),
  test: z
    .enum(SIGNIFICANCE_TEST_NAMES)
    .optional()
    .describe('Significance test; default: ks for numbers, chi_square for categories'),
});

/** The most published features: each metric costs money, and the result has the drift of all features anyway. */
const MAX_PUBLISHED = 20;

const publishable = parsed((name) => {
  if (!isMetricText(name)) throw new InvalidValueError('cannot be the dimension of a metric', METRIC_TEXT);
  return name;
});

const history = z
  .strictObject({
    windows: count
      .max(366)
      .optional()
      .describe(
        'Number of earlier windows to learn from; default: 98; for windows shorter than a day, those of 14 days, at most 366',
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
        'For experts: the largest share of unchanged windows that may raise a drift alert; default: what alerts.falsePages allows',
      ),
    ignore: unique(z.string())
      .default([])
      .describe('Features left out of the drift check, such as the weekday in a window of one day'),
    publish: unique(publishable)
      .max(MAX_PUBLISHED)
      .default([])
      .describe('Critical features, whose distances are published as the metric FeatureDrift'),
    features: byName(feature).prefault({}).describe('Settings for single features'),
    prediction: feature.prefault({}).describe("Settings for the model's answers"),
    importance: byName(z.number().min(0))
      .prefault({})
      .describe('Weights of features in the ranking of drift; default: 1'),
    history: z
      .union([z.literal('off'), history], { error: 'is neither off nor a mapping' })
      .prefault({})
      .transform((value) => (value === 'off' ? null : value))
      .describe('Earlier windows to learn usual movement from; off: only chance is allowed for'),
    minimumRows: count.default(100).describe('Windows with fewer rows are not judged'),
  })
  .prefault({})
  .describe('How the data is compared with the baseline');
