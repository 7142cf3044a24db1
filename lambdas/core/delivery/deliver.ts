import type { ObjectStore } from '../ports.ts';
import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { accept, giveUp, MAX_PENDING, MAX_WAIT, settle } from './accept.ts';
import { DeliveriesSession, type PendingEvent } from './document.ts';
import { type DeliveryEvent, type Target, TargetError } from './event.ts';
import { findChanges } from './find-changes.ts';

/** What a run needs from outside. */
export interface DeliveryContext {
  readonly results: ObjectStore;
  readonly targets: readonly Target[];
  /** Names of the deployed monitors. */
  readonly monitors: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a run has done, for the log. */
export interface Delivered {
  /** Events that targets have taken, each target counted. */
  readonly sent: number;
  /** Events that wait for a target. */
  readonly pending: number;
}

/** Targets have not taken events. They are sent again by the next run. */
class UndeliveredError extends Error {
  override readonly name = 'UndeliveredError';
}

/**
 * Sends events to all targets, and with them everything that earlier runs could not send. The events are stored first, so an event that
 * has got here is sent until every target has taken it.
 *
 * @throws UndeliveredError when a target did not take one, after all were tried
 */
export async function deliver(events: readonly DeliveryEvent[], context: DeliveryContext): Promise<Delivered> {
  const session = new DeliveriesSession(context.results);
  await enqueueAll(session, events, context);
  return sendPending(session, context);
}

/**
 * Tells targets what no alert has told them: that a person has acknowledged or closed an incident, that drift of a single window is
 * over, that incidents ended with their model. Sends again what could not be sent.
 *
 * @throws UndeliveredError also when a monitor's state could not be read, after everything else was sent
 */
export async function reconcile(context: DeliveryContext): Promise<Delivered> {
  const session = new DeliveriesSession(context.results);
  const { open } = await session.current();
  const { events, failures } = await findChanges(open, context);
  await enqueueAll(session, events, context);
  return sendPending(session, context, failures);
}

async function enqueueAll(
  session: DeliveriesSession,
  events: readonly DeliveryEvent[],
  { targets, now }: DeliveryContext,
): Promise<void> {
  const names = targets.map(({ name }) => name);
  await session.update((before) => ({
    state: events.reduce((state, event) => accept(state, event, names, now), before),
  }));
}

/** Failures that the error quotes. The log has each one that is about an event that is lost. */
const SHOWN = 20;

/** So many failures in a row, and a target takes nothing at present. A refusal is about one event only. */
const MOST_FAILURES = 3;

/** @param failures Of what was done before. */
async function sendPending(
  session: DeliveriesSession,
  { targets, now }: DeliveryContext,
  failures: unknown[] = [],
): Promise<Delivered> {
  const names = targets.map(({ name }) => name);
  const { lost } = await session.update((before) => giveUp(before, names, now));
  failures.push(...lost.map((each) => new UndeliveredError(describeLost(each))));
  let sent = 0;
  // One after the other: the first ones do not wait for a slow one.
  for (const target of targets) sent += await sendTo(target, session, now, failures);
  const pending = (await session.current()).pending.length;
  if (failures.length > 0) throw undelivered(failures, pending);
  return { sent, pending };
}

/** Sends what waits for a target. @returns how many events it has taken */
async function sendTo(target: Target, session: DeliveriesSession, now: number, failures: unknown[]): Promise<number> {
  /** Problems whose events would come out of order. */
  const skipped = new Set<string>();
  let [sent, failedInARow] = [0, 0];
  let state = await session.current();
  while (failedInARow < MOST_FAILURES) {
    const next = state.pending.find(
      ({ event, targets: wanted }) => wanted.includes(target.name) && !skipped.has(event.problem),
    );
    if (next === undefined) break;
    const { event } = next;
    try {
      await target.send(event);
    } catch (error) {
      failures.push(error);
      skipped.add(event.problem);
      if (!(error instanceof TargetError && error.refused)) failedInARow++;
      // Read again: while the target did not answer, another run may have sent other events.
      ({ state } = await session.update((current) => ({ state: current })));
      continue;
    }
    sent++;
    failedInARow = 0;
    ({ state } = await session.update((current) => ({ state: settle(current, event, target.name, now) })));
  }
  return sent;
}

function undelivered(failures: readonly unknown[], pending: number): UndeliveredError {
  const said = failures.slice(0, SHOWN).map((error) => (error instanceof Error ? error.message : String(error)));
  return new UndeliveredError(`${countOf(pending, 'event')} not delivered: ${said.join('; ')}`, { cause: failures[0] });
}

function describeLost({ event, targets, since }: PendingEvent): string {
  const id = printable(event.id, 200);
  return `gave up ${id} for ${targets.join(', ')}: it waited since ${new Date(since).toISOString()}, and events wait ${MAX_WAIT / 86_400_000} days, ends longer, and ${MAX_PENDING} at most`;
}
