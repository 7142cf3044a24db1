import * as z from 'zod';
import type { Printed } from './printed.ts';

/** What `explain` knows about one name. */
export const topicSchema = z.object({
  name: z.string(),
  kind: z.enum(['alert', 'metric', 'drift method', 'significance test', 'key of the monitor file']),
  title: z.string().describe('One line'),
  text: z.array(z.string()).describe('Paragraphs'),
  parts: z
    .array(z.object({ heading: z.string(), lines: z.array(z.string()) }))
    .describe('Lists and facts under a heading, one line each'),
});
export type Topic = Printed<typeof topicSchema>;

/** `explain --json`. */
export const explainOutput = z.array(topicSchema);
