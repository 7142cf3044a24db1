import * as z from 'zod';
import type { Printed } from './printed.ts';

const findingSchema = z.object({
  name: z.string().describe('What was looked at, such as `endpoint` or `baseline`'),
  state: z.enum(['ok', 'failed', 'note']).describe('`note`: worth knowing, and no fault'),
  text: z.string().describe('One line'),
  mend: z.string().optional().describe('A command or a change that mends it'),
});
/** What was looked at, and what is to be done where it is not as it should be. */
export type Finding = Printed<typeof findingSchema>;

/** `doctor MONITOR --json`. */
export const doctorOutput = z.array(findingSchema);

const topicDeliverySchema = z.object({
  topic: z.string().describe('ARN'),
  confirmed: z.array(z.string()).describe('Endpoints of confirmed subscriptions: messages reach them'),
  pending: z.array(z.string()).describe('Endpoints whose owners have not confirmed: no message reaches them'),
  alarm: z
    .string()
    .nullable()
    .describe('The alarm that was triggered; null: all alarms of the topic are in ALARM already'),
  summary: z.string().nullable().describe('What CloudWatch says of the message to the topic; null: nothing yet'),
  isPublished: z.boolean().describe('Whether CloudWatch could publish the message'),
});
/** Whether the messages of a deployment's alarms reach the subscribers of a topic. */
export type TopicDelivery = Printed<typeof topicDeliverySchema>;

/** `doctor --json` without a monitor. */
export const alarmsOutput = z.array(topicDeliverySchema);
