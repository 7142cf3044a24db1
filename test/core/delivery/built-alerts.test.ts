import { describe, expect, it } from 'vitest';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { PLAIN_COMMANDS } from '../../../lambdas/core/report/commands.ts';
import { buildApprovalAlert, buildEndAlert } from '../../../lambdas/core/report/retraining-alert.ts';
import { missedAlert, overdueAlert, runsAgainAlert } from '../../../lambdas/core/watchdog/run-alerts.ts';
import { NO_RUNS } from '../../../lambdas/core/watchdog/runs.ts';
import { runOf } from '../decision/retraining/states.ts';

/** The problems of alerts are read from their keys: these are alerts as the product makes them. */
const NOW = Date.UTC(2026, 2, 3, 6);
const HOUR = 3_600_000;

describe('the events of alerts about one retraining', () => {
  const run = runOf({ id: 'retraining-2026-03-02', end: 'promoted' });
  const context = {
    ...{ monitor: 'churn', model: 'churn-2', recordKey: 'churn/retrainings/r/retraining.json', comparison: [] },
    ...{ nextFrom: null, deployed: null, closed: [], commands: PLAIN_COMMANDS, links: { report: 'r' } },
  };
  const waiting = buildApprovalAlert(run, context, {
    judgement: 'better',
    until: NOW,
    commands: { approve: 'a', reject: 'r' },
  });

  it('are about the same problem, which is over when nothing is to be done', () => {
    const events = [waiting, buildEndAlert(run, context)].map((alert) => alertEvent(alert, NOW));
    expect(events.map(({ action, problem }) => `${action} ${problem}`)).toEqual([
      'trigger churn/retraining-2026-03-02',
      'resolve churn/retraining-2026-03-02',
    ]);
  });

  it('trigger when it has failed', () => {
    const { action, problem } = alertEvent(buildEndAlert({ ...run, end: 'failed' }, context), NOW);
    expect([action, problem]).toEqual(['trigger', 'churn/retraining-2026-03-02']);
  });
});

describe('the events of alerts about one check that does not run', () => {
  const monitor = parseMonitor(
    'model: m\nproblem: regression\ncapture: { uri: d, prediction: { value: 0 } }\n',
    'churn.yaml',
  );
  const check = { monitor, kind: 'drift', expression: 'cron(0 6 * * ? *)', runs: NO_RUNS } as const;
  const commands = { run: () => 'run', showLog: () => 'log', show: () => 'show' };
  const around = { commands, linksTo: () => undefined, now: NOW };

  it('are about the same problem, even if the due time that is overdue has changed in between', () => {
    const alerts = [overdueAlert(check, NOW - 2 * HOUR, around), runsAgainAlert(check, NOW - HOUR, [], around)];
    expect(alerts.map((alert) => alertEvent(alert, NOW)).map(({ action, problem }) => `${action} ${problem}`)).toEqual([
      'trigger churn/watchdog/drift',
      'resolve churn/watchdog/drift',
    ]);
  });

  it('are about themselves when a run was missed once', () => {
    const { action, problem, id } = alertEvent(missedAlert(check, NOW - HOUR, ['w'], around), NOW);
    expect([action, problem]).toEqual(['trigger', id]);
  });
});
