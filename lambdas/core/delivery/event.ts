import * as z from 'zod';
import { alertSchema } from '../alerts.ts';

/** An alarm of CloudWatch that has changed its state. All texts are as CloudWatch sends them. */
const alarmSchema = z.object({
  name: z.string(),
  /** Unique among all accounts and regions. */
  arn: z.string(),
  state: z.string(),
  reason: z.string(),
  description: z.string(),
  region: z.string(),
});
export type AlarmChange = Readonly<z.infer<typeof alarmSchema>>;

/** The content of an event. `acknowledged` and `closed` report what happened without an alert. */
const contentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alert'), alert: alertSchema }),
  z.object({ type: z.literal('alarm'), alarm: alarmSchema }),
  z.object({
    type: z.literal('acknowledged'),
    monitor: z.string(),
    incident: z.string(),
    by: z.string(),
    note: z.string(),
    /** End of the mute, ISO 8601; null: the end of the incident. */
    until: z.string().nullable(),
  }),
  z.object({ type: z.literal('closed'), monitor: z.string(), incident: z.string(), reason: z.string() }),
]);

/** One message to the targets about one problem: an incident, a retraining, a check that does not run, an alarm. */
export const deliveryEventSchema = z.object({
  /** The same in every attempt, so that receivers can drop repetitions. */
  id: z.string(),
  action: z.enum(['trigger', 'acknowledge', 'resolve']),
  /** The same in all events about the problem. */
  problem: z.string(),
  /** When it happened, milliseconds since the epoch. */
  time: z.number(),
  content: contentSchema,
});
export type DeliveryEvent = Readonly<z.infer<typeof deliveryEventSchema>>;

/** A receiver of events outside AWS. */
export interface Target {
  /** Name in messages and in the document of deliveries. */
  readonly name: string;
  /** Sends an event once. Throws {@link TargetError} when the receiver did not take it. */
  send(event: DeliveryEvent): Promise<void>;
}

/** A target did not take an event. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  /** Whether the target rejects this event. Otherwise it may be unable to take any event at present. */
  readonly refused: boolean;
  constructor(message: string, { refused, ...options }: ErrorOptions & { readonly refused: boolean }) {
    super(message, options);
    this.refused = refused;
  }
}
