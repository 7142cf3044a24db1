import * as z from 'zod';
import { alertSchema } from '../core/alerts.ts';
import { isNested } from '../core/capture/field-path.ts';
import { alarmEvent } from '../core/delivery/alarm-event.ts';
import { alertEvent } from '../core/delivery/alert-event.ts';
import type { DeliveryEvent } from '../core/delivery/event.ts';
import { EventError, problemsOf } from './event.ts';

/** A message of a topic. Functions get it in a record; a dead letter of SNS is the message itself. */
const messageSchema = z.object({
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
});
type TopicMessage = z.infer<typeof messageSchema>;

const recordsSchema = z.object({ Records: z.array(z.object({ Sns: messageSchema })) });
const requestSchema = z.union([z.strictObject({ operation: z.literal('reconcile') }), recordsSchema]);

const eventSchema = z.union([
  requestSchema,
  // A dead letter of Lambda: docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html.
  z.object({ requestPayload: requestSchema }).transform(({ requestPayload }) => requestPayload),
  messageSchema.transform((message) => ({ Records: [{ Sns: message }] })),
]);

/** The event of the schedule. */
export interface ReconcileEvent {
  readonly operation: 'reconcile';
}

/** Messages of a topic. */
interface TopicEvents {
  readonly events: readonly DeliveryEvent[];
  /** Ids of messages that are neither alerts of these monitors nor alarms. */
  readonly ignored: readonly string[];
}

/**
 * Reads an event: of the schedule, of a topic, or a message of the dead-letter queue, which is the event that Lambda gave up, with what it
 * says about it, or the message that SNS could not deliver.
 *
 * @param monitors Names of the deployed monitors. A topic may have alerts of other deployments.
 * @returns null: the event of the schedule.
 * @throws EventError
 */
export function parseDeliveryEvent(event: unknown, monitors: readonly string[]): TopicEvents | null {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) {
    throw new EventError(
      `this is not an event for the delivery of alerts: ${problemsOf(parsed.error)}. Accepted: messages of SNS, messages of the dead-letter queue, {"operation": "reconcile"}`,
      { cause: parsed.error },
    );
  }
  if ('operation' in parsed.data) return null;
  const read = parsed.data.Records.map(({ Sns }) => ({ id: Sns.MessageId, event: readMessage(Sns, monitors) }));
  return {
    events: read.flatMap((each) => each.event ?? []),
    ignored: read.filter((each) => each.event === null).map(({ id }) => id),
  };
}

/** null: the message is neither an alert of these monitors nor an alarm. */
function readMessage(
  { MessageId, Message, Timestamp }: TopicMessage,
  monitors: readonly string[],
): DeliveryEvent | null {
  const content = textForFunctions(parseJson(Message));
  if (typeof content !== 'object' || content === null) return null;
  if (!('dedupeKey' in content)) return alarmEvent(content);
  const alert = alertSchema.safeParse(content);
  if (!alert.success)
    throw new EventError(
      `message ${MessageId} is not an alert that this version can read: ${problemsOf(alert.error)}`,
      {
        cause: alert.error,
      },
    );
  const { monitor } = alert.data;
  if (monitor !== '*' && !monitors.includes(monitor)) return null;
  return alertEvent(alert.data, Date.parse(Timestamp));
}

/** Whether a dead letter has the text of its subscriber or those of all protocols is not documented. */
function textForFunctions(content: unknown): unknown {
  return isNested(content) && typeof content.lambda === 'string' ? parseJson(content.lambda) : content;
}

/** undefined: it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
