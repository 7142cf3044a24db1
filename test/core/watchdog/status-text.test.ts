import { expect, it } from 'vitest';
import type { WatchdogStatus } from '../../../lambdas/core/watchdog/status.ts';
import { watchdogStatusText } from '../../../lambdas/core/watchdog/status-text.ts';

const STATUS: WatchdogStatus = {
  lookedAt: '2026-01-10T12:00:00Z',
  hoursOverdue: 6,
  checks: [
    {
      monitor: 'churn',
      kind: 'drift',
      schedule: 'cron(0 6 * * ? *) UTC',
      lastRun: '2026-01-09T06:00:00Z',
      nextDue: '2026-01-11T06:00:00Z',
      overdueSince: '2026-01-10T06:00:00Z',
    },
    {
      monitor: 'churn',
      kind: 'accuracy',
      schedule: 'rate(6 hours) UTC',
      lastRun: null,
      nextDue: null,
      overdueSince: null,
    },
  ],
  problems: [
    {
      monitor: '*',
      since: '2026-01-10T11:00:00Z',
      title: 'nobody receives the alerts of churn',
      details: ['Why\u001b.'],
    },
  ],
  failures: [{ monitor: 'fraud', message: 'AccessDenied' }],
};

it('shows when each check ran and is due, and what else does not work', () => {
  expect(watchdogStatusText(STATUS)).toBe(
    [
      'monitor  check     last run           next due           status',
      'churn    drift     2026-01-09T06:00Z  2026-01-11T06:00Z  overdue by 6 hours',
      'churn    accuracy  none on record                        in time',
      '',
      'all monitors: nobody receives the alerts of churn, since 2026-01-10T11:00Z',
      '  Why\\u{1b}.',
      'fraud: could not be looked at: AccessDenied',
      '',
    ].join('\n'),
  );
});

it('is a table alone where all is well', () => {
  expect(watchdogStatusText({ ...STATUS, checks: [], problems: [], failures: [] })).toBe('no check is scheduled\n');
});
