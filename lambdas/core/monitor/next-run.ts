import { nextOccurrence } from './occurrences.ts';
import { readScheduleExpression } from './schedule-expression.ts';

/**
 * When a schedule fires next after a time at which it fired, milliseconds since the epoch, UTC; null: never again.
 *
 * @param expression A valid EventBridge schedule expression.
 */
export function nextRun(expression: string, timeZone: string, fired: number): number | null {
  const schedule = readScheduleExpression(expression);
  return 'rate' in schedule ? fired + schedule.rate : nextOccurrence(schedule.cron, timeZone, fired);
}
