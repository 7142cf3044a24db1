import { expect, it } from 'vitest';
import { webhookMessage } from '../../../lambdas/adapters/formats/webhook.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { alertOf } from '../../core/delivery/alerts.ts';

const NOW = Date.UTC(2026, 2, 3, 6);

it('the body of a webhook has the alert as other programs get it', () => {
  const alert = alertOf({ title: '<b>\u2028"' });
  expect(JSON.parse(webhookMessage(alertEvent(alert, NOW)))).toEqual({
    type: 'driftwarden.alert',
    timestamp: '2026-03-03T06:00:00Z',
    id: 'churn/drift-2026-03-02/opened/2026-03-02',
    action: 'trigger',
    problem: 'churn/drift-2026-03-02',
    data: alert,
  });
});

it('the body of a webhook about an end without an alert says why', () => {
  const content = { type: 'closed', monitor: 'churn', incident: 'drift-1', reason: 'resolved by Ann' } as const;
  const event = { id: 'i', action: 'resolve', problem: 'churn/drift-1', time: NOW, content } as const;
  expect(JSON.parse(webhookMessage(event))).toEqual({
    type: 'driftwarden.closed',
    timestamp: '2026-03-03T06:00:00Z',
    id: 'i',
    action: 'resolve',
    problem: 'churn/drift-1',
    data: { monitor: 'churn', incident: 'drift-1', reason: 'resolved by Ann' },
  });
});
