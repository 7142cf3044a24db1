import * as z from 'zod';
import { DEFAULT_FALSE_PAGES } from '../false-pages.ts';
import { readMetric } from '../limit.ts';
import { count, parsed, positiveDuration, unique } from './fields.ts';
import { limits } from './limits.ts';

export const performance = z
  .strictObject({
    primaryMetric: parsed(readMetric)
      .optional()
      .describe(
        'The metric of the verdict and of tables; default: binary: roc_auc with scores, else accuracy; multiclass: macro_f1; regression: mae',
      ),
    alert: limits.describe('Limits that raise an alert when labels prove that performance is beyond them'),
    retrain: limits.describe('Limits that request a retraining'),
    segments: unique(z.string()).default([]).describe('Features for each of whose values performance is also measured'),
    minimumRows: count
      .default(200)
      .describe('Labelled rows needed to judge a window, or to judge several windows together'),
  })
  .prefault({})
  .describe('The performance of the model on labelled rows');

export const alerts = z
  .strictObject({
    email: unique(z.email()).default([]).describe('E-mail addresses that get the alerts'),
    falsePages: z
      .number()
      .gt(0)
      .max(100)
      .default(DEFAULT_FALSE_PAGES)
      .describe('Number of alerts a year that the whole monitor may raise when nothing has changed'),
    repeatEvery: positiveDuration.prefault('PT24H').describe('Time between reminders of an open incident'),
    runbook: z
      .url({ protocol: /^https?$/, error: 'is not an http or https address' })
      .optional()
      .describe('The runbook page, linked in every alert'),
  })
  .prefault({})
  .describe('Recipients, budget and repetition of alerts');
