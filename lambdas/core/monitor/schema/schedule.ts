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
      .describe(
        'EventBridge schedule of the drift check, or off; default: daily, or hourly for windows shorter than a day',
      ),
    accuracy: expression
      .optional()
      .describe('EventBridge schedule of the accuracy check, or off; default: after the drift check'),
    timeZone: parsed(parseTimeZone).prefault('UTC').describe('IANA time zone of the schedules and the windows'),
    window: parsed(parseWindowLength)
      .prefault('P1D')
      .describe('Length of a window: P1D (local days), P7D (weeks from Monday), PT1H (parts of a day)'),
  })
  .prefault({})
  .describe('When checks run, and the window that each covers');
