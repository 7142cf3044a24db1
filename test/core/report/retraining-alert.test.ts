import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  RETRAINING_ENDS,
  type RetrainingEnd,
  type RetrainingRun,
} from '../../../lambdas/core/decision/retraining/state.ts';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import { PLAIN_COMMANDS } from '../../../lambdas/core/report/commands.ts';
import { modelComparisonText } from '../../../lambdas/core/report/model-comparison-text.ts';
import {
  buildApprovalAlert,
  buildEndAlert,
  type RetrainingAlertContext,
} from '../../../lambdas/core/report/retraining-alert.ts';
import { errorsOf, regressionRows, settings } from '../judge/rows.ts';
import { hostileText, taint } from './tainted.ts';

const compare = (candidate: number) => {
  const given = settings('mae', { margin: 0.1, minimumRows: 100 });
  return judge(regressionRows(errorsOf(candidate), errorsOf(2)), given);
};
const textOf = (comparison: ReturnType<typeof compare>) => modelComparisonText(comparison).trimEnd().split('\n');
const WON = compare(1);
const TIE = compare(1.99);

const RUN: RetrainingRun = {
  id: 'retraining-2026-03-02',
  action: 'retrain',
  execution: 'driftwarden-returns-retraining-2026-03-02',
  reason: 'mae > 1.1',
  since: '2026-03-02',
  baseline: '2026-02-01-0a1b2c3d',
  startedAt: Date.UTC(2026, 2, 3, 6, 31),
  endedAt: Date.UTC(2026, 2, 3, 9, 12),
  end: null,
  message: '',
};
const ROLLBACK: RetrainingRun = {
  ...RUN,
  id: 'rollback-of-retraining-2026-03-02',
  action: 'rollback',
  execution: 'driftwarden-returns-rollback-of-retraining-2026-03-02',
  reason: 'requested by alice',
  since: null,
};
const CONTEXT: RetrainingAlertContext = {
  monitor: 'returns',
  model: 'returns-2',
  recordKey: 'returns/retrainings/retraining-2026-03-02/retraining.json',
  comparison: [],
  nextFrom: Date.UTC(2026, 2, 6, 6, 31),
  deployed: null,
  closed: [],
  commands: PLAIN_COMMANDS,
  links: {
    report: 'https://eu-west-1.console.aws.amazon.com/s3/object/results?prefix=returns%2Fretraining.json',
    dashboard: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/Returns',
    runbook: 'https://runbooks.example/returns',
  },
};
const NEW_CONFIG = 'driftwarden-returns-retraining-2026-03-02';
const OLD_CONFIG = 'returns-2025';
const CLOSED = [{ kind: 'performance', since: '2026-03-01' }];

/** What the machine says at each end, and what there was to compare by then. */
const ENDS: Readonly<Record<RetrainingEnd, [message: string, context?: Partial<RetrainingAlertContext>]>> = {
  promoted: [WON.reasons[0], { comparison: textOf(WON), deployed: NEW_CONFIG, closed: CLOSED }],
  'promoted-unconfirmed': [
    `${WON.reasons[0]}; data capture not confirmed: no request came in 1 hour`,
    { comparison: textOf(WON), deployed: NEW_CONFIG, closed: CLOSED },
  ],
  'promoted-old-baseline': [
    `${WON.reasons[0]}; the baseline 2026-03-03-5e6f7a8b, which was activated in the meantime, stays`,
    { comparison: textOf(WON), deployed: NEW_CONFIG, closed: CLOSED },
  ],
  'kept-live': [TIE.reasons[0], { comparison: textOf(TIE) }],
  'not-enough-data': [
    'not enough labelled rows: 312 in 9 windows to train on, 1,000 are needed',
    { nextFrom: Date.UTC(2026, 3, 1) },
  ],
  'not-deployed': [`${WON.reasons[0]} (promote: never)`, { comparison: textOf(WON) }],
  rejected: ['rejected by alice: end of the quarter', { comparison: textOf(WON) }],
  expired: ['no approver answered in time', { comparison: textOf(WON) }],
  superseded: [
    'the endpoint serves returns-hotfix, which was deployed after the candidate was judged against returns-2025',
    { comparison: textOf(WON) },
  ],
  'rolled-back': [
    `SageMaker rolled the deployment of ${NEW_CONFIG} back: ${OLD_CONFIG} serves`,
    { comparison: textOf(WON) },
  ],
  'deployment-failed': [
    `the endpoint has status Failed and does not serve ${NEW_CONFIG} after 21 minutes; ${OLD_CONFIG} was in service before`,
    { comparison: textOf(WON) },
  ],
  failed: ['Train: States.TaskFailed: AlgorithmError: FileNotFoundError: /opt/ml/input/data/train', {}],
  abandoned: [`the execution ${RUN.execution} stopped without recording a result: see its execution history`, {}],
  restored: [`${OLD_CONFIG} serves again, with its baseline`, { deployed: OLD_CONFIG, closed: CLOSED }],
};

const endAlert = (run: RetrainingRun, end: RetrainingEnd, context: Partial<RetrainingAlertContext> = {}) =>
  buildEndAlert({ ...run, end, message: ENDS[end][0] }, { ...CONTEXT, ...ENDS[end][1], ...context });

const COMMANDS = {
  approve: 'npx driftwarden approve returns retraining-2026-03-02 --function Driftwarden-Retrain',
  reject: 'npx driftwarden reject returns retraining-2026-03-02 --function Driftwarden-Retrain',
};
const approval = (context: Partial<RetrainingAlertContext> = {}, judgement = WON.reasons[0], commands = COMMANDS) =>
  buildApprovalAlert(
    RUN,
    { ...CONTEXT, comparison: textOf(WON), ...context },
    { judgement, until: Date.UTC(2026, 2, 6, 8), commands },
  );

const ROLLBACK_ENDS = ['restored', 'failed', 'rolled-back', 'deployment-failed', 'abandoned'] as const;
const ALERTS: [string, ReturnType<typeof endAlert>][] = [
  ...RETRAINING_ENDS.filter((end) => end !== 'restored').map((end): [string, ReturnType<typeof endAlert>] => [
    `retraining-${end}`,
    endAlert(RUN, end),
  ]),
  ...ROLLBACK_ENDS.map((end): [string, ReturnType<typeof endAlert>] => [
    `rollback-${end}`,
    endAlert(ROLLBACK, end, { comparison: [] }),
  ]),
  ['retraining-approval', approval()],
];

describe('a message about a retraining', () => {
  it.each(ALERTS)('%s reads as in its golden file', async (name, alert) => {
    const { text, title, ...fields } = alert;
    const page = `${title}\n\n${text}\n\n${JSON.stringify(fields, null, 1)}\n`;
    await expect(page).toMatchFileSnapshot(`golden/alert-${name}.txt`);
  });

  it.each(ALERTS)(
    '%s states what serves, who requested it, and where to look',
    (_name, { title, text, dedupeKey, links }) => {
      expect(title).toMatch(/^\[[A-Z? ]+\] returns: \S/);
      expect(title.length).toBeLessThanOrEqual(99);
      expect(text).toMatch(/^in service +\S/m);
      expect(text).toMatch(/^why +(mae > 1\.1, since window 2026-03-02|requested by alice)$/m);
      for (const link of Object.values(links)) expect(text).toContain(` ${link}`);
      expect(text).toMatch(new RegExp(`^dedupe key +${dedupeKey}$`, 'm'));
    },
  );

  it.each(ALERTS.filter(([name]) => name !== 'retraining-approval'))(
    '%s states what happens next',
    (_name, { text }) => {
      expect(text).toMatch(/^next step +\S/m);
      expect(text).toMatch(/^next retraining +when a limit requests one, not before 2026-0\d-\d\dT\d\d:\d\dZ$/m);
    },
  );

  it('states that the next one may start at once where nothing blocks it', () => {
    expect(endAlert(RUN, 'kept-live', { nextFrom: null }).text).toMatch(
      /^next retraining +when a limit requests one$/m,
    );
  });

  it('states that the old model serves unchanged exactly where the endpoint was not changed, or was rolled back to it', () => {
    const unchanged = RETRAINING_ENDS.filter((end) => endAlert(RUN, end).text.includes('unchanged'));
    expect(unchanged).toEqual([
      'kept-live',
      'not-enough-data',
      'not-deployed',
      'rejected',
      'expired',
      'rolled-back',
      'failed',
    ]);
  });

  it('has a key of its own for each run and end', () => {
    const keys = ALERTS.map(([, { dedupeKey }]) => dedupeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('contains the judgement once', () => {
    const { text } = endAlert(RUN, 'promoted');
    expect(text.split(WON.reasons[0])).toHaveLength(2);
  });

  it('holds no control characters whatever the texts are', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...RETRAINING_ENDS), (text, end) => {
        const run = { ...taint({ ...RUN, end: '' }, text), end, action: RUN.action };
        const context = taint({ ...CONTEXT, comparison: ['x'], deployed: 'x', closed: CLOSED }, text);
        const commands = taint(COMMANDS, text);
        for (const alert of [buildEndAlert(run, context), approval(context, text, commands)]) {
          expect(alert.title.length).toBeLessThanOrEqual(99);
          expect(alert.title).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(alert.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});
