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
        for: count
          .max(100)
          .optional()
          .describe(
            'How many windows in a row have to meet the limit; default: 1. A retrain limit with neither for nor literal requires a drop of more than a week',
          ),
        literal: z
          .boolean()
          .default(false)
          .describe(
            "Whether each window's value is compared with the limit as it is; default: labels have to prove that the limit is passed",
          ),
      }),
    ],
    { error: 'is not a limit' },
  )
  .transform((given, context): Limit => {
    try {
      if (typeof given === 'string') return parseLimit(given);
      const { when, for: windows, literal } = given;
      return {
        ...parseLimit(when, windows),
        ...(literal && { literal }),
        ...(windows !== undefined && { hasFor: true }),
      };
    } catch (error) {
      refuse(context, error, typeof given === 'string' ? [] : ['when']);
      return z.NEVER;
    }
  });

/** Each limit may occur once, because the monitor's state identifies limits by their text. */
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
