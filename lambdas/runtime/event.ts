import * as z from 'zod';
import type { HandedOver } from '../core/check/reading/fan-out/hand-over.ts';
import { type Continuation, continuationSchema, parseContinuation } from './continuation.ts';

/** The event of a function. Schedules send the monitor and the scheduled time; a person can name a window. */
export interface CheckEvent {
  readonly monitor: string;
  /** The scheduled time, milliseconds since the epoch. It decides the window, however late the run is. */
  readonly scheduledTime?: number | undefined;
  /** Name of the window to check, in place of the one at the scheduled time. */
  readonly window?: string | undefined;
  /** Name of the monitor's dashboard, which CloudFormation generated. Alerts link to it. */
  readonly dashboard?: string | undefined;
  /** Accuracy: what the run before has left. @default - it starts with the newest window */
  readonly continues?: Continuation | undefined;
  /** Drift: the machine has read the window. @default - the check reads it, or hands it over */
  readonly handedOver?: HandedOver | undefined;
}

/** Whether it is the run of a schedule that names no window, or goes on with one. */
export function isScheduled({ window, scheduledTime, handedOver }: CheckEvent): boolean {
  return window === undefined || (handedOver !== undefined && scheduledTime !== undefined);
}

export type FunctionKind = 'drift' | 'accuracy' | 'baseline';

/** The event is not valid for this function. A retry would not help. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

const ACCEPTED = '{"monitor": "name"}, with optional "window" (its name) or "scheduledTime" (ISO 8601, UTC)';

/**
 * Reads an event.
 *
 * @param kind The function's kind: an event for another kind is rejected.
 * @throws EventError
 */
export function parseEvent(event: unknown, kind: FunctionKind): CheckEvent {
  const parsed = eventSchema(kind).safeParse(event);
  if (parsed.success) {
    const { scheduledTime, continues, ...rest } = parsed.data;
    return {
      ...rest,
      scheduledTime: scheduledTime === undefined ? undefined : Date.parse(scheduledTime),
      continues: continues && parseContinuation(continues),
    };
  }
  throw new EventError(
    `this is not an event for ${kind}: ${problemsOf(parsed.error)}. Given: ${excerpt(event)}. Accepted: ${ACCEPTED}`,
    { cause: parsed.error },
  );
}

/** What is wrong with an event or an answer, in one line. */
export function problemsOf({ issues }: z.ZodError, whole = 'the event'): string {
  return issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`).join('; ');
}

const handedOverSchema = z.strictObject({ run: z.string(), times: z.int().min(1) }) satisfies z.ZodType<HandedOver>;

function eventSchema(kind: FunctionKind) {
  return z.strictObject({
    monitor: z.string(),
    kind: z.literal(kind).optional(),
    scheduledTime: z.iso.datetime().optional(),
    window: z.string().optional(),
    dashboard: z.string().optional(),
    continues: (kind === 'accuracy' ? continuationSchema : z.never()).optional(),
    handedOver: (kind === 'drift' ? handedOverSchema : z.never()).optional(),
  });
}

function excerpt(event: unknown): string {
  const text = JSON.stringify(event) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
