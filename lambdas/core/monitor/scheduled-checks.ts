import type { Monitor } from './monitor.ts';

/** A check that a monitor file schedules, with its EventBridge expression. */
export interface ScheduledCheck {
  readonly kind: 'drift' | 'accuracy';
  readonly expression: string;
}

/** The checks that a monitor file schedules. Accuracy needs labels. */
export function scheduledChecks({ schedule, labels }: Pick<Monitor, 'schedule' | 'labels'>): ScheduledCheck[] {
  const wanted = [
    { kind: 'drift' as const, expression: schedule.drift },
    { kind: 'accuracy' as const, expression: labels === null ? null : schedule.accuracy },
  ];
  return wanted.filter((check): check is ScheduledCheck => check.expression !== null);
}
