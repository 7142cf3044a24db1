import * as z from 'zod';

/** What a function is asked to do. Schedules send the monitor and the scheduled time; people can name a window. */
export interface CheckEvent {
  readonly monitor: string;
  /** When the schedule was due, milliseconds since the epoch: it decides the window, however late the run is. */
  readonly scheduledTime?: number | undefined;
  /** Name of the window, instead of the one that the time decides. */
  readonly window?: string | undefined;
  /** Name of the monitor's dashboard, which CloudFormation made up. Messages link to it. */
  readonly dashboard?: string | undefined;
}

export type FunctionKind = 'drift' | 'accuracy' | 'baseline';

/** The event is not one this function can act on. A retry would not help: somebody has to send another one. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

const ACCEPTED = '{"monitor": "name"}, with "window" (its name) or "scheduledTime" (ISO 8601, UTC) where wanted';

/**
 * Reads an event.
 *
 * @param kind What the function does: an event that says it is for another kind is refused.
 * @throws EventError
 */
export function parseEvent(event: unknown, kind: FunctionKind): CheckEvent {
  const parsed = eventSchema(kind).safeParse(event);
  if (parsed.success) {
    const { scheduledTime, ...rest } = parsed.data;
    return { ...rest, scheduledTime: scheduledTime === undefined ? undefined : Date.parse(scheduledTime) };
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

function eventSchema(kind: FunctionKind) {
  return z.strictObject({
    monitor: z.string(),
    kind: z.literal(kind).optional(),
    scheduledTime: z.iso.datetime().optional(),
    window: z.string().optional(),
    dashboard: z.string().optional(),
  });
}

function excerpt(event: unknown): string {
  const text = JSON.stringify(event) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
