import type { ObjectStore } from '../ports.ts';
import { accept, postpone, settle } from './accept.ts';
import { DeliveriesSession } from './document.ts';
import { type DeliveryEvent, type Target, TargetError } from './event.ts';
import { findChanges } from './find-changes.ts';
import { giveUp } from './give-up.ts';
import { OutOfTimeError, UndeliveredError } from './undelivered.ts';

/** What a run needs from outside. */
export interface DeliveryContext {
  readonly results: ObjectStore;
  readonly targets: readonly Target[];
  /** Names of the deployed monitors. */
  readonly monitors: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds until the run is stopped. @default - it is not */
  readonly timeLeft?: (() => number) | undefined;
}

/** What a run has done, for the log. */
export interface Delivered {
  /** Events that targets have taken, each target counted. */
  readonly sent: number;
  /** Events that wait for a target. */
  readonly pending: number;
}

/**
 * Sends events to all targets, and with them everything that earlier runs could not send. The events are stored first, so an event that
 * is stored is sent until every target has taken it.
 *
 * @throws UndeliveredError when a target did not take an event or an event was given up, after all targets were tried
 */
export async function deliver(events: readonly DeliveryEvent[], context: DeliveryContext): Promise<Delivered> {
  const session = new DeliveriesSession(context.results);
  await enqueueAll(session, events, context);
  return sendPending(session, context);
}

/**
 * Sends what no alert reports: that a person has acknowledged or closed an incident, that drift of a single window is over, that
 * incidents ended with their model. Sends again what could not be sent before.
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

/** After so many failures in a row a target is not tried again in this run. A refusal is about one event, so it does not count. */
const MOST_FAILURES = 3;

/** The time that a run keeps for its last event, in milliseconds: ten seconds for the target, the rest for the secret and the document. */
const RESERVE = 30_000;

/** @param failures Of what was done before. */
async function sendPending(
  session: DeliveriesSession,
  context: DeliveryContext,
  failures: readonly unknown[] = [],
): Promise<Delivered> {
  const names = context.targets.map(({ name }) => name);
  const { lost } = await session.update((before) => giveUp(before, names, context.now));
  // At the same time: a target that is slow takes no time from the others. If the document cannot be written for one, the others go on.
  const settled = await Promise.allSettled(context.targets.map((target) => sendTo(target, context)));
  const outcomes = settled.map((each) =>
    each.status === 'fulfilled' ? each.value : { sent: 0, failures: [each.reason as unknown] },
  );
  const pending = (await new DeliveriesSession(context.results).current()).pending.length;
  const all = [...failures, ...outcomes.flatMap((outcome) => outcome.failures)];
  if (all.length > 0 || lost.length > 0) throw new UndeliveredError({ failures: all, lost, pending });
  return { sent: outcomes.reduce((sum, outcome) => sum + outcome.sent, 0), pending };
}

/** Sends what waits for a target. @returns how many events it has taken, and why it has not taken others */
async function sendTo(
  target: Target,
  { results, now, timeLeft = () => Number.POSITIVE_INFINITY }: DeliveryContext,
): Promise<{ readonly sent: number; readonly failures: readonly unknown[] }> {
  const session = new DeliveriesSession(results);
  const failures: unknown[] = [];
  /** Problems whose events would come out of order. */
  const skipped = new Set<string>();
  let [sent, failedInARow] = [0, 0];
  let state = await session.current();
  while (failedInARow < MOST_FAILURES) {
    const next = state.pending.find(
      ({ event, targets: wanted }) => wanted.includes(target.name) && !skipped.has(event.problem),
    );
    if (next === undefined) break;
    if (timeLeft() < RESERVE) {
      failures.push(new OutOfTimeError(target.name));
      break;
    }
    const { event } = next;
    try {
      await target.send(event);
    } catch (error) {
      failures.push(error);
      skipped.add(event.problem);
      if (!(error instanceof TargetError && error.refused)) failedInARow++;
      ({ state } = await session.update((current) => ({ state: postpone(current, event.problem) })));
      continue;
    }
    sent++;
    failedInARow = 0;
    ({ state } = await session.update((current) => ({ state: settle(current, event, target.name, now) })));
  }
  return { sent, failures };
}
