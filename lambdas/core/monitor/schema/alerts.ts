import * as z from 'zod';
import { DEFAULT_FALSE_PAGES } from '../false-pages.ts';
import { positiveDuration, unique } from './fields.ts';

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
  .describe('Who gets alerts, how many may be false, and how often they are repeated');
