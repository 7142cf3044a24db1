import { MAX_PENDING, MAX_WAIT, MAX_WAIT_OF_ENDS } from './accept.ts';
import type { Deliveries, PendingEvent } from './document.ts';

/** An event that is not sent any more, to the targets that have not taken it. */
export interface LostEvent extends PendingEvent {
  /** `age`: it has waited too long. `excess`: too many events wait. */
  readonly reason: 'age' | 'excess';
}

/**
 * Gives up events that have waited too long or are too many, and drops targets that are no longer deployed. Ends wait longer, and are
 * the last to be given up as too many.
 *
 * @returns `state` is the very document where nothing changed.
 */
export function giveUp(
  before: Deliveries,
  targets: readonly string[],
  now: number,
): { readonly state: Deliveries; readonly lost: readonly LostEvent[] } {
  const wanted = before.pending
    .map((each) => ({ ...each, targets: each.targets.filter((name) => targets.includes(name)) }))
    .filter((each) => each.targets.length > 0);
  const isTooOld = (each: PendingEvent) => now - each.since > (isEnd(each) ? MAX_WAIT_OF_ENDS : MAX_WAIT);
  const fresh = wanted.filter((each) => !isTooOld(each));
  const byWorth = fresh.toSorted((a, b) => Number(isEnd(a)) - Number(isEnd(b)) || a.since - b.since);
  const excess = new Set(byWorth.slice(0, Math.max(0, fresh.length - MAX_PENDING)));
  const pending = fresh.filter((each) => !excess.has(each));
  if (total(pending) === total(before.pending)) return { state: before, lost: [] };
  const lost = [
    ...wanted.filter(isTooOld).map((each) => ({ ...each, reason: 'age' as const })),
    ...fresh.filter((each) => excess.has(each)).map((each) => ({ ...each, reason: 'excess' as const })),
  ];
  return { state: { ...before, pending }, lost };
}

function isEnd({ event }: PendingEvent): boolean {
  return event.action === 'resolve';
}

function total(events: readonly PendingEvent[]): number {
  return events.reduce((sum, each) => sum + each.targets.length, 0);
}
