import { isLasting } from './alert-event.ts';
import type { Deliveries, OpenProblem, PendingEvent } from './document.ts';
import type { DeliveryEvent } from './event.ts';

const DAY = 86_400_000;
/** How long an event that opens a problem waits for a target, and how many events do. */
export const MAX_WAIT = 3 * DAY;
export const MAX_PENDING = 1000;
/**
 * How long it is remembered what was heard of a problem, and how long an end waits for a target: as long as the dead-letter queue keeps
 * messages that can be sent again. An end that is lost would leave its problem open for good.
 */
const REMEMBERED = 14 * DAY;
/** Characters of an alert's text that are kept: other publishers of a topic may send more than Driftwarden does. */
const MAX_TEXT = 20_000;

/**
 * Takes an event on, to be sent to all targets. An event that is already waiting, or that has been overtaken, changes nothing: an alert
 * or alarm that is older than the latest one about its problem, one that opens what has ended since, or the end of what no target knows.
 *
 * @param targets Their names.
 * @returns The very document where nothing changed.
 */
export function accept(before: Deliveries, event: DeliveryEvent, targets: readonly string[], now: number): Deliveries {
  const { action, problem, time, id } = event;
  if (before.pending.some((pending) => pending.event.id === id)) return before;
  if (action === 'trigger' && time <= (before.closed[problem] ?? Number.NEGATIVE_INFINITY)) return before;
  const isHeard = event.content.type === 'alert' || event.content.type === 'alarm';
  // SNS keeps no order, and what failed may be sent again days later.
  if (isHeard && time < (before.heard[problem] ?? Number.NEGATIVE_INFINITY)) return before;
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
    heard: isHeard ? { ...recent(before.heard, now), [problem]: time } : before.heard,
    pending: [
      // What is over before a target could be reached is sent as over only.
      ...before.pending.filter((pending) => action !== 'resolve' || pending.event.problem !== problem),
      { event: bounded(event), targets: [...targets], since: now },
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

function recent(times: Deliveries['closed'], now: number): Deliveries['closed'] {
  return Object.fromEntries(Object.entries(times).filter(([, time]) => now - time < REMEMBERED));
}

function bounded(event: DeliveryEvent): DeliveryEvent {
  const { content } = event;
  if (content.type !== 'alert' || content.alert.text.length <= MAX_TEXT) return event;
  const text = `${content.alert.text.slice(0, MAX_TEXT).toWellFormed()}\n…`;
  return { ...event, content: { ...content, alert: { ...content.alert, text } } };
}

/**
 * Marks an event as taken by a target. If the problem ended while it was sent, the target may have got the end first: the end is sent
 * again.
 */
export function settle(before: Deliveries, event: DeliveryEvent, target: string, now: number): Deliveries {
  const { id, action, problem, time } = event;
  const isThere = before.pending.some((each) => each.event.id === id);
  const endedAt = before.closed[problem];
  if (!isThere && action === 'trigger' && endedAt !== undefined && endedAt >= time) {
    const end = { event: endOf(event, endedAt), targets: [target], since: now };
    return { ...before, pending: [...before.pending, end] };
  }
  const pending = before.pending.flatMap((each): PendingEvent[] => {
    if (each.event.id !== id) return [each];
    const targets = each.targets.filter((name) => name !== target);
    return targets.length === 0 ? [] : [{ ...each, targets }];
  });
  return { ...before, pending };
}

const OVERTAKEN = 'it ended while the message about it was sent';

function endOf({ id, problem, content }: DeliveryEvent, time: number): DeliveryEvent {
  const around = { id: `${id}/ended`, action: 'resolve', problem, time } as const;
  if (content.type === 'alarm') {
    return { ...around, content: { type: 'alarm', alarm: { ...content.alarm, state: 'OK', reason: OVERTAKEN } } };
  }
  const monitor = content.type === 'alert' ? content.alert.monitor : content.monitor;
  return {
    ...around,
    content: { type: 'closed', monitor, incident: problem.slice(monitor.length + 1), reason: OVERTAKEN },
  };
}

/**
 * Gives up what has waited too long, what is too much, and targets that are no longer there. Ends wait longer, and are the last of what
 * is too much.
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
  const isEnd = ({ event }: PendingEvent) => event.action === 'resolve';
  const byWorth = [...wanted.filter((each) => !isEnd(each)), ...wanted.filter(isEnd)];
  const excess = new Set(byWorth.slice(0, Math.max(0, wanted.length - MAX_PENDING)));
  const isLost = (each: PendingEvent) => excess.has(each) || now - each.since > (isEnd(each) ? REMEMBERED : MAX_WAIT);
  const pending = wanted.filter((each) => !isLost(each));
  const total = (events: readonly PendingEvent[]) => events.reduce((sum, each) => sum + each.targets.length, 0);
  if (total(pending) === total(before.pending)) return { state: before, lost: [] };
  return { state: { ...before, pending }, lost: wanted.filter(isLost) };
}
