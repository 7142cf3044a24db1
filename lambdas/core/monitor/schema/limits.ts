import * as z from 'zod';
import { type Limit, parseLimit } from '../limit.ts';
import { count, refuse } from './fields.ts';

const limitText = z.string().describe('A metric, one of < <= > >=, and a number: accuracy < 0.85');

const limit = z
  .union(
    [
      limitText,
      z.strictObject({
        when: limitText,
        for: count.max(100).default(1).describe('Windows in a row that have to meet it'),
      }),
    ],
    { error: 'is not a limit' },
  )
  .transform((given, context): Limit => {
    try {
      return typeof given === 'string' ? parseLimit(given) : parseLimit(given.when, given.for);
    } catch (error) {
      refuse(context, error);
      return z.NEVER;
    }
  });

/** Two limits with one text could not be told apart in the monitor's state. */
export const limits = z
  .array(limit)
  .superRefine((items, context) => {
    items.forEach(({ text }, i) => {
      if (items.findIndex((other) => other.text === text) < i) {
        context.addIssue({
          code: 'custom',
          path: [i],
          message: 'is in the list twice',
          params: { accepted: 'each limit once' },
        });
      }
    });
  })
  .default([]);
