import { truncate } from '../text/truncate.ts';
import { isLasting } from './alert-event.ts';
import type { Deliveries, OpenProblem, PendingEvent } from './document.ts';
import type { DeliveryEvent } from './event.ts';

const DAY = 86_400_000;
/** How long an event waits for a target, in milliseconds, unless it ends a problem; and how many events may wait. */
export const MAX_WAIT = 3 * DAY;
export const MAX_PENDING = 1000;
/** How long the end of a problem waits for a target. Without it, the problem would stay open there for good. */
export const MAX_WAIT_OF_ENDS = 14 * DAY;
/** How long the latest times of a problem are kept: as long as the dead-letter queue keeps messages that can be sent again. */
const REMEMBERED = 14 * DAY;
/** Characters of an alert's text that are stored. Other publishers of a topic may send longer texts than Driftwarden does. */
const MAX_TEXT = 20_000;

/**
 * Adds an event that is to be sent to all targets. An event that already waits or that is out of date changes nothing. Out of date are an
 * alert or alarm that is older than the latest one about its problem, a trigger of a problem that has ended since, and an acknowledgement
 * or end without an alert of a problem that no target has open.
 *
 * @param targets Their names.
 * @returns The very document where nothing changed.
 */
export function accept(before: Deliveries, event: DeliveryEvent, targets: readonly string[], now: number): Deliveries {
  const { action, problem, time, id } = event;
  if (before.pending.some((pending) => pending.event.id === id)) return before;
  if (action === 'trigger' && time <= (before.closed[problem] ?? Number.NEGATIVE_INFINITY)) return before;
  const isFromTopic = event.content.type === 'alert' || event.content.type === 'alarm';
  // SNS keeps no order, and what failed may be sent again days later.
  if (isFromTopic && time < (before.heard[problem] ?? Number.NEGATIVE_INFINITY)) return before;
  const { [problem]: known, ...others } = before.open;
  // The first event about a problem is an alert or an alarm, which may be its end.
  if (!isFromTopic && known === undefined) return before;
  const after = openAfter(event, known);
  // An end that leaves something to do triggers, and an older trigger must not open the problem again either.
  const isEnd = action === 'resolve' || (event.content.type === 'alert' && after === null);
  return {
    ...before,
    open: after === null ? others : { ...others, [problem]: after },
    closed: isEnd ? { ...recent(before.closed, now), [problem]: time } : before.closed,
    heard: isFromTopic ? { ...recent(before.heard, now), [problem]: time } : before.heard,
    pending: [
      // If a problem ends before a target takes its trigger, the target gets only the end.
      ...before.pending.filter((pending) => action !== 'resolve' || pending.event.problem !== problem),
      { event: bounded(event), targets: [...targets], since: now },
    ],
  };
}

/** The open problem after the event; null: it is over, or only further alarms could say more about it. */
function openAfter(
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
  const text = `${truncate(content.alert.text, MAX_TEXT)}\n…`;
  return { ...event, content: { ...content, alert: { ...content.alert, text } } };
}

/**
 * Marks an event as taken by a target. If the problem ended while the event was being sent, the target may have got the end first, so the
 * end is sent again.
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
 * Moves the events about a problem behind all others, in their order, after a target has failed on one. Otherwise events on which it
 * always fails would be tried first in every run and keep the others waiting.
 *
 * @returns The very document where nothing changed.
 */
export function postpone(before: Deliveries, problem: string): Deliveries {
  const isIts = ({ event }: PendingEvent) => event.problem === problem;
  const pending = before.pending.toSorted((a, b) => Number(isIts(a)) - Number(isIts(b)));
  return pending.every((each, i) => each === before.pending[i]) ? before : { ...before, pending };
}
