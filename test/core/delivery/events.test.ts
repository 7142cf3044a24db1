import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { alarmEvent } from '../../../lambdas/core/delivery/alarm-event.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { alertOf } from './alerts.ts';

const NOW = Date.UTC(2026, 2, 3, 6);

describe('the event of an alert', () => {
  it.each<[string, Partial<Alert>, string]>([
    ['an incident that opens', {}, 'trigger churn/drift-2026-03-02'],
    [
      'one that stays open',
      { state: 'still open', dedupeKey: 'churn/drift-2026-03-02/repeated/2026-03-09' },
      'trigger churn/drift-2026-03-02',
    ],
    [
      'one that recovers',
      { state: 'recovered', severity: 'info', dedupeKey: 'churn/drift-2026-03-02/recovered/2026-03-10' },
      'resolve churn/drift-2026-03-02',
    ],
    [
      'an hourly window',
      { dedupeKey: 'churn/drift-2026-03-02T13:00/opened/2026-03-02T13:00' },
      'trigger churn/drift-2026-03-02T13:00',
    ],
    [
      'a candidate that waits for approval',
      { kind: 'retraining', state: 'waiting', dedupeKey: 'churn/retraining-2026-03-02/approval' },
      'trigger churn/retraining-2026-03-02',
    ],
    [
      'a promotion',
      { kind: 'retraining', state: 'ended', severity: 'info', dedupeKey: 'churn/retraining-2026-03-02/promoted' },
      'resolve churn/retraining-2026-03-02',
    ],
    [
      'a failed retraining',
      { kind: 'retraining', state: 'ended', severity: 'critical', dedupeKey: 'churn/retraining-2026-03-02/failed' },
      'trigger churn/retraining-2026-03-02',
    ],
    [
      'a check that is overdue',
      { kind: 'watchdog', dedupeKey: 'churn/watchdog/drift/2026-03-02T06:00:00Z/overdue' },
      'trigger churn/watchdog/drift',
    ],
    [
      'a check that runs again',
      { kind: 'watchdog', state: 'recovered', dedupeKey: 'churn/watchdog/drift/2026-03-02T06:00:00Z/runs-again' },
      'resolve churn/watchdog/drift',
    ],
    [
      'a run that was missed',
      {
        ...{ kind: 'watchdog', state: 'ended', severity: 'warning' },
        dedupeKey: 'churn/watchdog/drift/2026-03-02T06:00:00Z/missed',
      },
      'trigger churn/watchdog/drift/2026-03-02T06:00:00Z/missed',
    ],
    [
      'a topic that reaches nobody',
      { kind: 'watchdog', monitor: '*', dedupeKey: '*/watchdog/alerts/2026-03-02T06:00:00Z/opened' },
      'trigger */watchdog/alerts',
    ],
  ])('of %s', (_, changes, expected) => {
    const alert = alertOf(changes);
    const { id, action, problem, time, content } = alertEvent(alert, NOW);
    expect(`${action} ${problem}`).toBe(expected);
    expect([id, time, content]).toEqual([alert.dedupeKey, NOW, { type: 'alert', alert }]);
  });
});

describe('the event of an alarm', () => {
  // The example of docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring, shortened.
  const NOTIFICATION = {
    AlarmName: 'Overdue',
    AlarmDescription: null,
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 1 datapoint was greater than the threshold (0.0).',
    StateChangeTime: '2026-03-02T06:30:00.123+0000',
    Region: 'US East (N. Virginia)',
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Overdue',
    OldStateValue: 'OK',
    Trigger: { MetricName: 'HoursOverdue' },
  };

  it.each([
    ['ALARM', 'trigger'],
    ['INSUFFICIENT_DATA', 'trigger'],
    ['OK', 'resolve'],
  ])('of the state %s is to %s', (NewStateValue, action) => {
    const event = alarmEvent({ ...NOTIFICATION, NewStateValue });
    expect(event).toMatchObject({
      action,
      problem: NOTIFICATION.AlarmArn,
      time: Date.UTC(2026, 2, 2, 6, 30, 0, 123),
      content: { alarm: { name: 'Overdue', state: NewStateValue, description: '' } },
    });
    expect(event?.id).toContain(`${NewStateValue}/2026-03-02T06:30:00.123Z`);
  });

  it.each([
    ['other JSON', { hello: 1 }],
    ['text', 'ALARM'],
    ['a time that is none', { ...NOTIFICATION, StateChangeTime: 'soon' }],
  ])('is none for %s', (_, notification) => {
    expect(alarmEvent(notification)).toBeNull();
  });
});
