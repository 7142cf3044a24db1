import type { Alert } from '../../core/alerts.ts';

/** An alert for programs. */
export function jsonMessage(alert: Alert): string {
  return JSON.stringify(alert);
}
