import * as z from 'zod';
import { readMetric } from '../limit.ts';
import { count, parsed, unique } from './fields.ts';
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
    segments: unique(z.string())
      .default([])
      .describe('Features whose values are segments: performance is also measured for each of them'),
    minimumRows: count
      .default(200)
      .describe('How many labelled rows a judgement needs, of one window or of several together'),
  })
  .prefault({})
  .describe('The performance of the model on labelled rows');
