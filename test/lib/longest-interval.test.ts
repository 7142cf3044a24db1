import { describe, expect, it } from 'vitest';
import { longestInterval } from '../../lib/longest-interval.ts';

describe('longestInterval', () => {
  it.each([
    ['rate(6 hours)', 6],
    ['rate(90 minutes)', 1.5],
    ['rate(3 days)', 72],
    ['cron(0 6 * * ? *)', 24],
    ['cron(20 * * * ? *)', 24],
    ['cron(0 6 ? * * *)', 24],
    ['cron(0 6 ? * MON-FRI *)', 72],
    ['cron(0 6 ? * 2-6 *)', 72],
    ['cron(0 6 ? * MON *)', 168],
    ['cron(0 6 ? * SUN,WED *)', 96],
    ['cron(0 6 ? * mon,thu *)', 96],
    ['cron(0 6 1 * ? *)', null],
    ['cron(0 6 ? * MON#2 *)', null],
    ['cron(0 6 * JAN ? *)', null],
    ['cron(0 6 * * ? 2030)', null],
  ])('%s pauses for at most %s hours', (expression, hours) => {
    expect(longestInterval(expression)).toBe(hours);
  });
});
