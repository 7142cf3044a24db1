import * as z from 'zod';

/** An instant. */
export const time = z.string().describe('UTC, ISO 8601');
/** A part of a whole. */
export const share = z.number().describe('0 to 1');
/** A number that can be undefined, such as a mean of no rows. */
export const maybe = z.number().nullable();
