import * as z from 'zod';
import { PROBLEM_TYPES } from '../../capture/spec.ts';
import { alerts } from './alerts.ts';
import { baseline } from './baseline.ts';
import { capture } from './capture.ts';
import { drift } from './drift.ts';
import { categoryText, nonEmpty } from './fields.ts';
import { labels } from './labels.ts';
import { performance } from './performance.ts';
import { privacy } from './privacy.ts';
import { quality } from './quality.ts';
import { retraining } from './retraining.ts';
import { schedule } from './schedule.ts';

/** The monitor file: one YAML file for one model. This schema and its sections define every key, its meaning and its default. */
export const monitorFileSchema = z
  .strictObject({
    model: nonEmpty.describe("The model's name in alerts and results"),
    problem: z.enum(PROBLEM_TYPES).describe('What the model predicts'),
    positive: categoryText
      .optional()
      .describe('Binary: the positive class; default: 1 if the classes are 0 and 1, true if they are true and false'),
    capture,
    labels: labels.optional(),
    baseline: baseline.optional(),
    schedule,
    drift,
    quality,
    performance,
    alerts,
    privacy,
    retraining: retraining.optional(),
  })
  .describe('A Driftwarden monitor of one model');

/** The values of a monitor file as they are written: without defaults. */
export type MonitorFile = z.input<typeof monitorFileSchema>;

/** The sections with their defaults. */
export type MonitorSections = z.output<typeof monitorFileSchema>;
