import { describe, expect, it } from 'vitest';
import { pagerDutyMessage } from '../../../lambdas/adapters/formats/pagerduty.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import type { DeliveryEvent } from '../../../lambdas/core/delivery/event.ts';
import { alertOf } from '../../core/delivery/alerts.ts';

const KEY = 'e93facc04764012d7bfb002500d5d1a6';
const NOW = Date.UTC(2026, 2, 3, 6);
const format = (event: DeliveryEvent) => JSON.parse(pagerDutyMessage(event, KEY));
const formatAlert = (changes: Parameters<typeof alertOf>[0] = {}) => format(alertEvent(alertOf(changes), NOW));

describe('an event for PagerDuty', () => {
  // By hand, from the fields that developer.pagerduty.com/docs/events-api-v2/trigger-events lists.
  it('that triggers has every field of the documentation that there is something for', () => {
    expect(formatAlert()).toEqual({
      routing_key: KEY,
      event_action: 'trigger',
      dedup_key: 'churn/drift-2026-03-02',
      client: 'Driftwarden',
      payload: {
        summary: '[OPEN warning] churn: age drifted',
        severity: 'warning',
        source: 'churn-model',
        timestamp: '2026-03-03T06:00:00Z',
        component: 'churn',
        group: 'driftwarden',
        class: 'drift',
        custom_details: {
          monitor: 'churn',
          model: 'churn-model',
          state: 'open',
          window: '2026-03-02',
          since: '2026-03-02',
          result: 'churn/checks/drift/2026-03-02/result.json',
          text: 'age drifted\nNew in window 2026-03-02.',
        },
      },
      links: [
        { href: 'https://console.example/report', text: 'Report' },
        { href: 'https://example.com/runbook', text: 'Runbook' },
      ],
    });
  });

  it('that resolves or acknowledges has the key alone', () => {
    const dedupeKey = 'churn/drift-2026-03-02/recovered/2026-03-03';
    expect(formatAlert({ state: 'recovered', severity: 'info', dedupeKey })).toEqual({
      routing_key: KEY,
      event_action: 'resolve',
      dedup_key: 'churn/drift-2026-03-02',
    });
  });

  it('of an alarm has what CloudWatch says', () => {
    const alarm = {
      name: 'Overdue',
      arn: 'arn:x',
      state: 'ALARM',
      reason: 'late',
      description: 'a check',
      region: 'R',
    };
    const event = {
      id: 'i',
      action: 'trigger',
      problem: 'arn:x',
      time: NOW,
      content: { type: 'alarm', alarm },
    } as const;
    expect(format(event)).toEqual({
      routing_key: KEY,
      event_action: 'trigger',
      dedup_key: 'arn:x',
      client: 'Driftwarden',
      payload: {
        summary: 'ALARM: Overdue',
        severity: 'error',
        source: 'CloudWatch',
        timestamp: '2026-03-03T06:00:00Z',
        component: 'Overdue',
        group: 'driftwarden',
        class: 'alarm',
        custom_details: { alarm: 'Overdue', state: 'ALARM', region: 'R', description: 'a check', reason: 'late' },
      },
      links: [],
    });
  });

  it('keeps within the lengths of PagerDuty, and different keys different', () => {
    const keys = ['a', 'b'].map((end) => formatAlert({ dedupeKey: `${'m'.repeat(300)}/${end}/opened/w` }).dedup_key);
    expect(keys.map(({ length }) => length)).toEqual([255, 255]);
    expect(keys[0]).not.toBe(keys[1]);
    const { payload } = formatAlert({ title: 'ä'.repeat(5000), text: 'x'.repeat(300_000) });
    expect(payload.summary).toHaveLength(1024);
    expect(payload.custom_details.text).toHaveLength(20_000);
  });

  it('keeps hostile text a text: no controls, no links other than addresses of the web', () => {
    const hostile = '</script>\u0000\u202e"},"routing_key":"x';
    const { routing_key, payload, links } = formatAlert({
      title: hostile,
      model: hostile,
      text: `${hostile}\nsecond`,
      links: { report: 'javascript:alert(1)', dashboard: 'churn/report.html' },
    });
    expect(routing_key).toBe(KEY);
    const clean = '</script>\\u{0}\\u{202e}"},"routing_key":"x';
    expect([payload.summary, payload.source]).toEqual([clean, clean]);
    expect(payload.custom_details.text).toBe(`${clean}\nsecond`);
    expect(links).toEqual([]);
  });
});
