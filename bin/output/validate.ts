import * as z from 'zod';
import type { Printed } from './printed.ts';

const problemSchema = z.object({
  file: z.string(),
  line: z.number().int().nullable().describe('From 1'),
  column: z.number().int().nullable().describe('From 1'),
  path: z.array(z.union([z.string(), z.number()])).describe('Keys and list positions; empty for the file as a whole'),
  message: z.string().describe('What is wrong, as a predicate of the value: `is not a duration`'),
  given: z.string().nullable().describe('The value as written in the file; null: there is none'),
  accepted: z.string().nullable().describe('What is accepted; null: the message says so'),
  suggestion: z.string().nullable().describe('A similar valid name or value; null: there is none'),
});

/** The result for one monitor file. */
export const validationSchema = z.object({
  file: z.string().describe('Path of the monitor file'),
  valid: z.boolean(),
  problems: z.array(problemSchema).describe('In the order of the file'),
  warnings: z.array(z.string()).describe('What a valid file lacks, in words'),
  message: z.string().describe('The result in words, with every problem'),
  data: z
    .object({
      problems: z.array(z.string()).describe('Faults, in words'),
      warnings: z.array(z.string()).describe('What may be a fault, so that a person has to look'),
      notes: z.array(z.string()).describe('What was read, and observations that are not faults'),
    })
    .optional()
    .describe('With --data, for a valid file: whether its data fits it'),
});
export type Validation = Printed<typeof validationSchema>;

/** `validate --json`. */
export const validateOutput = z.array(validationSchema);
