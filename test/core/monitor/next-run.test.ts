import { describe, expect, it } from 'vitest';
import { nextRun } from '../../../lambdas/core/monitor/next-run.ts';

describe('nextRun', () => {
  it.each([
    ['rate(6 hours)', 'UTC', '2026-01-01T01:00Z', '2026-01-01T07:00Z'],
    ['cron(30 6 * * ? *)', 'UTC', '2026-01-01T06:30Z', '2026-01-02T06:30Z'],
    ['cron(30 6 * * ? *)', 'America/New_York', '2026-03-07T11:30Z', '2026-03-08T10:30Z'],
    ['cron(0 6 ? * MON *)', 'UTC', '2026-01-05T06:00Z', '2026-01-12T06:00Z'],
    ['cron(0 6 1 1 ? 2026)', 'UTC', '2026-01-01T06:00Z', null],
  ])('%s in %s, after %s: %s', (expression, timeZone, fired, expected) => {
    expect(nextRun(expression, timeZone, Date.parse(fired))).toBe(expected === null ? null : Date.parse(expected));
  });
});
