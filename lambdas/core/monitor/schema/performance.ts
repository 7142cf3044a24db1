import * as z from 'zod';
import { DEFAULT_FALSE_PAGES } from '../false-pages.ts';
import { readMetric } from '../limit.ts';
import { count, parsed, positiveDuration, unique } from './fields.ts';
import { limits } from './limits.ts';

export const performance = z
  .strictObject({
    primaryMetric: parsed(readMetric)
      .optional()
      .describe('Stands for the performance in tables; not given: roc_auc with scores, else accuracy; macro_f1; mae'),
    alert: limits.describe('Limits that raise an alert when labels prove that performance is beyond them'),
    retrain: limits.describe('Limits that ask for a retraining'),
    segments: unique(z.string()).default([]).describe('Features by whose values performance is also measured'),
    minimumRows: count
      .default(200)
      .describe('The fewest labelled rows in a window that is judged, and in the windows that prove a limit together'),
  })
  .prefault({})
  .describe('How well the model does where labels are known');

export const alerts = z
  .strictObject({
    email: unique(z.email()).default([]).describe('Who gets the messages'),
    falsePages: z
      .number()
      .gt(0)
      .max(100)
      .default(DEFAULT_FALSE_PAGES)
      .describe('How many alerts a year the whole monitor may raise when nothing has changed'),
    repeatEvery: positiveDuration.prefault('PT24H').describe('How often the message of an open incident is repeated'),
    runbook: z
      .url({ protocol: /^https?$/, error: 'is not an http or https address' })
      .optional()
      .describe('The page that says what to do, linked in every alert'),
  })
  .prefault({})
  .describe('Who gets messages, and how often');
