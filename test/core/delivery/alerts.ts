import type { Alert } from '../../../lambdas/core/alerts.ts';

/** An alert as a check sends it. */
export function alertOf(changes: Partial<Alert> = {}): Alert {
  return {
    dedupeKey: 'churn/drift-2026-03-02/opened/2026-03-02',
    monitor: 'churn',
    model: 'churn-model',
    kind: 'drift',
    state: 'open',
    severity: 'warning',
    title: '[OPEN warning] churn: age drifted',
    text: 'age drifted\nNew in window 2026-03-02.',
    window: '2026-03-02',
    since: '2026-03-02',
    resultKey: 'churn/checks/drift/2026-03-02/result.json',
    links: { report: 'https://console.example/report', runbook: 'https://example.com/runbook' },
    ...changes,
  };
}
