import * as z from 'zod';
import { alertSchema } from '../core/alerts.ts';
import { alarmEvent } from '../core/delivery/alarm-event.ts';
import { alertEvent } from '../core/delivery/alert-event.ts';
import type { DeliveryEvent } from '../core/delivery/event.ts';
import { EventError, problemsOf } from './event.ts';

/** What the function is asked: by its schedule to compare with the monitors' states. A topic sends its messages. */
const requestSchema = z.union([
  z.strictObject({ operation: z.literal('reconcile') }),
  z.object({
    Records: z.array(
      z.object({
        Sns: z.object({
          MessageId: z.string(),
          TopicArn: z.string(),
          Message: z.string(),
          Timestamp: z.iso.datetime(),
        }),
      }),
    ),
  }),
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
 * Reads the event of a schedule, null, or of a topic.
 *
 * @param monitors Names of the deployed monitors. A topic may have alerts of other deployments.
 * @throws EventError
 */
export function parseDeliveryEvent(event: unknown, monitors: readonly string[]): TopicEvents | null {
  const parsed = requestSchema.safeParse(event);
  if (!parsed.success) {
    throw new EventError(
      `this is no event for the delivery of alerts: ${problemsOf(parsed.error)}. Accepted: messages of SNS, {"operation": "reconcile"}`,
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

interface TopicMessage {
  readonly MessageId: string;
  readonly Message: string;
  readonly Timestamp: string;
}

/** null: the message is not for targets. */
function readMessage(
  { MessageId, Message, Timestamp }: TopicMessage,
  monitors: readonly string[],
): DeliveryEvent | null {
  const content = parseJson(Message);
  if (typeof content !== 'object' || content === null) return null;
  if (!('dedupeKey' in content)) return alarmEvent(content);
  const alert = alertSchema.safeParse(content);
  if (!alert.success)
    throw new EventError(`message ${MessageId} is no alert that this version can read: ${problemsOf(alert.error)}`, {
      cause: alert.error,
    });
  const { monitor } = alert.data;
  if (monitor !== '*' && !monitors.includes(monitor)) return null;
  return alertEvent(alert.data, Date.parse(Timestamp));
}

/** undefined: it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
