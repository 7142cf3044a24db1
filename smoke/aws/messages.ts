import * as z from 'zod';
import { type Alert, alertSchema } from '../../lambdas/core/alerts.ts';

/** A message of the alert topic, as a queue gets it. */
export type TopicMessage =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'alarm'; readonly name: string; readonly state: string; readonly reason: string }
  | { readonly kind: 'other'; readonly text: string };

const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });
const alarmSchema = z.object({ AlarmName: z.string(), NewStateValue: z.string(), NewStateReason: z.string() });

/** Reads the body of a queue's message. Whatever is neither alert nor alarm is `other`. */
export function readTopicMessage(body: string): TopicMessage {
  const envelope = envelopeSchema.safeParse(parseJson(body));
  if (!envelope.success) return { kind: 'other', text: body };
  const { Message: text } = envelope.data;
  const message = parseJson(text);
  const alert = alertSchema.safeParse(message);
  if (alert.success) return { kind: 'alert', alert: alert.data };
  const alarm = alarmSchema.safeParse(message);
  if (!alarm.success) return { kind: 'other', text };
  const { AlarmName: name, NewStateValue: state, NewStateReason: reason } = alarm.data;
  return { kind: 'alarm', name, state, reason };
}

const deadLetterSchema = z.object({
  requestContext: z.object({
    requestId: z.string(),
    condition: z.string(),
    approximateInvokeCount: z.number(),
  }),
  requestPayload: z.object({ monitor: z.string() }),
});

/** What Lambda says of an event that it gave up. */
export interface DeadLetter {
  readonly requestId: string;
  /** `RetriesExhausted` after all attempts. */
  readonly condition: string;
  readonly attempts: number;
  readonly monitor: string;
}

/** Reads a message of the dead-letter queue; null for those that are not a given-up event of a monitor. */
export function readDeadLetter(body: string): DeadLetter | null {
  const parsed = deadLetterSchema.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { requestContext: context, requestPayload } = parsed.data;
  const { requestId, condition, approximateInvokeCount: attempts } = context;
  return { requestId, condition, attempts, monitor: requestPayload.monitor };
}

/** Undefined for a text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
