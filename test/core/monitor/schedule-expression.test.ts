import { describe, expect, it } from 'vitest';
import { InvalidValueError } from '../../../lambdas/core/monitor/invalid-value.ts';
import { parseScheduleExpression } from '../../../lambdas/core/monitor/schedule-expression.ts';

function refusal(text: string): [message: string, suggestion: string | null] {
  try {
    parseScheduleExpression(text);
  } catch (error) {
    if (error instanceof InvalidValueError) return [error.message, error.suggestion];
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('parseScheduleExpression', () => {
  // The examples of the EventBridge Scheduler user guide and their neighbours.
  it.each([
    'cron(0 6 * * ? *)',
    'cron(15 10 ? * 6L 2022-2023)',
    'cron(0 18 ? * MON-FRI *)',
    'cron(0 8 1 * ? *)',
    'cron(0/10 * ? * MON-FRI *)',
    'cron(0/5 8-17 ? * MON-FRI *)',
    'cron(15,45 0 L * ? *)',
    'cron(0 9 ? * 2#1 *)',
    'cron(0 9 ? * FRI#2 *)',
    'cron(0 9 15W JAN,jul ? *)',
    'cron(0 9 LW * ? 2199)',
    'cron(*/15 * * * ? *)',
    'rate(1 minute)',
    'rate(5 minutes)',
    'rate(1 day)',
    'rate(12 hours)',
  ])('accepts %s', (text) => {
    expect(parseScheduleExpression(text)).toBe(text);
  });

  it('writes blanks in one way', () => {
    expect(parseScheduleExpression(' cron( 0  6 * * ? * ) ')).toBe('cron(0 6 * * ? *)');
  });

  it.each([
    ['daily', 'is not a schedule', null],
    ['0 6 * * *', 'is not a schedule', 'cron(0 6 * * ? *)'],
    ['0 6 * * MON', 'is not a schedule', null],
    ['at(2022-11-20T13:00:00)', 'is not a schedule', null],
    ['cron(0 6 * * *)', 'has 5 fields instead of 6', null],
    ['cron(0 6 * * * *)', 'needs ? in either the day of month or the day of week', null],
    ['cron(0 6 ? * ? *)', 'needs ? in either the day of month or the day of week', null],
    ['cron(60 6 * * ? *)', 'has no valid minutes: 60', null],
    ['cron(0 24 * * ? *)', 'has no valid hours: 24', null],
    ['cron(0 6 0 * ? *)', 'has no valid day of month: 0', null],
    ['cron(0 6 32W * ? *)', 'has no valid day of month: 32W', null],
    ['cron(0 6 * 13 ? *)', 'has no valid month: 13', null],
    ['cron(0 6 * FOO ? *)', 'has no valid month: FOO', null],
    ['cron(0 6 ? * 8 *)', 'has no valid day of week: 8', null],
    ['cron(0 6 ? * XYZL *)', 'has no valid day of week: XYZL', null],
    ['cron(0 6 ? * 2#6 *)', 'has no valid day of week: 2#6', null],
    ['cron(0 6 * * ? 1969)', 'has no valid year: 1969', null],
    ['cron(5-1 6 * * ? *)', 'has no valid minutes: 5-1', null],
    ['cron(0/0 6 * * ? *)', 'has no valid minutes: 0/0', null],
    ['cron(1-2-3 6 * * ? *)', 'has no valid minutes: 1-2-3', null],
    ['cron(1, 6 * * ? *)', 'has no valid minutes: 1,', null],
    ['cron(? 6 * * ? *)', 'has no valid minutes: ?', null],
    ['rate(0 hours)', 'is not a rate', null],
    ['rate(5 weeks)', 'is not a rate', null],
    ['rate(5)', 'is not a rate', null],
    ['rate(1 hours)', 'needs the unit hour', 'rate(1 hour)'],
    ['rate(5 hour)', 'needs the unit hours', 'rate(5 hours)'],
  ])('refuses %s', (text, message, suggestion) => {
    expect(refusal(text)).toEqual([message, suggestion]);
  });
});
