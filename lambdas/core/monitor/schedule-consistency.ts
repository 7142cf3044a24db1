import type { Inconsistency } from './feature-consistency.ts';
import { nextOccurrence } from './occurrences.ts';
import { readScheduleExpression } from './schedule-expression.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/**
 * Schedules that never fire, such as one for 31 February.
 *
 * @param now They have to fire after it, milliseconds since the epoch. @default - at any time: a monitor that is deployed stays
 *   readable when the last year of its schedule is over
 */
export function firingSchedules({ schedule }: Partial<MonitorSections>, now?: number): Inconsistency[] {
  if (schedule === undefined) return [];
  return (['drift', 'accuracy'] as const).flatMap((kind) => {
    const text = schedule[kind];
    const expression = text ? readScheduleExpression(text) : null;
    if (expression === null || 'rate' in expression) return [];
    if (nextOccurrence(expression.cron, schedule.timeZone, now ?? BEFORE_ALL) !== null) return [];
    const message = now === undefined ? 'never fires' : 'never fires again';
    const accepted = 'a schedule with a date that exists, in a year that is not over';
    return [{ path: ['schedule', kind], message, accepted }];
  });
}

/** Cron expressions begin with the year 1970. */
const BEFORE_ALL = Date.UTC(1969, 11, 31);
