import * as z from 'zod';
import { parseWindowLength } from '../duration.ts';
import { parseScheduleExpression } from '../schedule-expression.ts';
import { parseTimeZone } from '../time-zone.ts';
import { parsed } from './fields.ts';

const expression = parsed((text) => (text === 'off' ? null : parseScheduleExpression(text)));

export const schedule = z
  .strictObject({
    drift: expression
      .optional()
      .describe('EventBridge schedule of the drift check, or off; not given: daily, for windows under a day hourly'),
    accuracy: expression
      .optional()
      .describe('EventBridge schedule of the accuracy check, or off; not given: after the drift check'),
    timeZone: parsed(parseTimeZone).prefault('UTC').describe('IANA time zone of the schedules and the windows'),
    window: parsed(parseWindowLength)
      .prefault('P1D')
      .describe('What one check covers: P1D (local days), P7D (weeks from Monday), PT1H (parts of a day)'),
  })
  .prefault({})
  .describe('When checks run and what each covers');
