import { isLasting } from './alert-event.ts';
import type { Deliveries, OpenProblem, PendingEvent } from './document.ts';
import type { DeliveryEvent } from './event.ts';

const DAY = 86_400_000;
/** How long an event waits for a target, and how many do. */
export const MAX_WAIT = 3 * DAY;
export const MAX_PENDING = 1000;
/** How long an end is remembered: as long as the dead-letter queue keeps messages that can be sent again. */
const KEPT_ENDS = 14 * DAY;

/**
 * Takes an event on, to be sent to all targets. An event that is already waiting, or that has been overtaken, changes nothing: one that
 * opens what has ended since, or the end of what no target knows.
 *
 * @param targets Their names.
 * @returns The very document where nothing changed.
 */
export function accept(before: Deliveries, event: DeliveryEvent, targets: readonly string[], now: number): Deliveries {
  const { action, problem, time, id } = event;
  if (before.pending.some((pending) => pending.event.id === id)) return before;
  if (action === 'trigger' && time <= (before.closed[problem] ?? Number.NEGATIVE_INFINITY)) return before;
  const { [problem]: known, ...others } = before.open;
  // Only the end of an alert or of an alarm may be the first that is heard of a problem.
  const isOwn = event.content.type === 'acknowledged' || event.content.type === 'closed';
  if (isOwn && known === undefined) return before;
  const stands = standing(event, known);
  // An end that leaves something to do triggers, but nothing opens the problem again either.
  const isEnd = action === 'resolve' || (event.content.type === 'alert' && stands === null);
  return {
    ...before,
    open: stands === null ? others : { ...others, [problem]: stands },
    closed: isEnd ? { ...recent(before.closed, now), [problem]: time } : before.closed,
    pending: [
      // What is over before a target could be reached is sent as over only.
      ...before.pending.filter((pending) => action !== 'resolve' || pending.event.problem !== problem),
      { event, targets: [...targets], since: now },
    ],
  };
}

/** How the problem stands after the event; null: it is over, or nothing but alarms says more about it. */
function standing(
  { action, content, problem, time }: DeliveryEvent,
  known: OpenProblem | undefined,
): OpenProblem | null {
  if (action === 'resolve') return null;
  if (content.type === 'acknowledged') return { ...known!, acknowledgedAt: time };
  if (content.type !== 'alert' || !isLasting(content.alert)) return null;
  const { monitor, kind } = content.alert;
  if (known !== undefined) return known;
  const around = { monitor, since: time, acknowledgedAt: null };
  if (kind === 'watchdog') return { ...around, kind, id: null };
  return { ...around, kind: kind === 'retraining' ? kind : 'incident', id: problem.slice(monitor.length + 1) };
}

function recent(closed: Deliveries['closed'], now: number): Deliveries['closed'] {
  return Object.fromEntries(Object.entries(closed).filter(([, time]) => now - time < KEPT_ENDS));
}

/** Marks an event as taken by a target. */
export function settle(before: Deliveries, id: string, target: string): Deliveries {
  const pending = before.pending.flatMap((each): PendingEvent[] => {
    if (each.event.id !== id) return [each];
    const targets = each.targets.filter((name) => name !== target);
    return targets.length === 0 ? [] : [{ ...each, targets }];
  });
  return { ...before, pending };
}

/**
 * Gives up what has waited too long, what is too much, and targets that are no longer there.
 *
 * @returns `state` is the very document where nothing changed.
 */
export function giveUp(
  before: Deliveries,
  targets: readonly string[],
  now: number,
): { readonly state: Deliveries; readonly lost: readonly PendingEvent[] } {
  const wanted = before.pending
    .map((each) => ({ ...each, targets: each.targets.filter((name) => targets.includes(name)) }))
    .filter((each) => each.targets.length > 0);
  const excess = wanted.length - MAX_PENDING;
  const isLost = (each: PendingEvent, i: number) => i < excess || now - each.since > MAX_WAIT;
  const pending = wanted.filter((each, i) => !isLost(each, i));
  const total = (events: readonly PendingEvent[]) => events.reduce((sum, each) => sum + each.targets.length, 0);
  if (total(pending) === total(before.pending)) return { state: before, lost: [] };
  return { state: { ...before, pending }, lost: wanted.filter(isLost) };
}
