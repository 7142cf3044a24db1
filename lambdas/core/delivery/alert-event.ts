import type { Alert } from '../alerts.ts';
import type { DeliveryEvent } from './event.ts';

/**
 * The event of an alert. An end that leaves something to do, such as that of a failed retraining, triggers, and a person closes it.
 *
 * @param time When the alert was published, milliseconds since the epoch.
 */
export function alertEvent(alert: Alert, time: number): DeliveryEvent {
  const content = { type: 'alert', alert } as const;
  return {
    id: alert.dedupeKey,
    action: isOver(alert) ? 'resolve' : 'trigger',
    problem: problemOf(alert),
    time,
    content,
  };
}

function isOver({ state, severity }: Alert): boolean {
  return state === 'recovered' || (state === 'ended' && severity === 'info');
}

/** Whether the problem lasts, so that later events about it follow. Otherwise it has happened once. */
export function isLasting({ state }: Alert): boolean {
  return state !== 'ended';
}

/**
 * The problem that the alert is about, from its key: `{monitor}/{incident or retraining}/…`, or
 * `{monitor}/watchdog/{what}/{time}/{opened or recovered}`. The watchdog has at most one open problem of a monitor for each `what`.
 */
function problemOf({ kind, state, dedupeKey }: Alert): string {
  const parts = dedupeKey.split('/');
  if (kind !== 'watchdog') return parts.slice(0, 2).join('/');
  return state === 'ended' ? dedupeKey : parts.slice(0, -2).join('/');
}
