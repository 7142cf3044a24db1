import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { longestRetraining } from '../../../lambdas/core/monitor/retained-rows.ts';
import { STEP_SCHEMAS, type StepName } from '../../../lambdas/core/retraining/contract.ts';
import { leaseAfter } from '../../../lambdas/core/retraining/lease.ts';
import { problemsOf } from './monitor-file.ts';

const DAY = 86_400_000;

const fileOf = (section: string) => `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
retraining: { ${section} }
`;
const settingsOf = (section: string) => parseMonitor(fileOf(section), 'm.yaml').retraining!;

const JOB = 'trainingJob: { image: i, instanceType: ml.m5.large, maxRuntime: ';

describe('the wait for an approval', () => {
  const expiring = (expiry: string) => fileOf(`${JOB} PT1H }, promote: { approval: manual, expiry: ${expiry} }`);

  it('ends before Step Functions would end the execution, a year after its beginning', () => {
    expect(parseMonitor(expiring('P300D'), 'm.yaml').retraining!.promote.expiry).toBe(300 * DAY);
    expect(problemsOf(expiring('P301D')).map(({ message }) => message)).toEqual([
      expect.stringContaining('is longer than 300 days, which is the longest that a retraining can wait'),
    ]);
  });
});

describe('rows of a retraining', () => {
  it.each([
    ['the defaults', `${JOB} PT1H }`],
    ['a job of weeks', `${JOB} P28D }`],
    ['on demand', `${JOB} P28D, spot: false }`],
    ['commands', 'commands: { train: [t], score: [s] }'],
    ['the slowest deployment', `${JOB} PT1H }, deploy: { strategy: linear, percent: 17, bake: PT1H }`],
    ['an approval that may take a month', `${JOB} PT1H }, promote: { approval: manual, expiry: P30D }`],
  ])('outlive the lock of the retraining, whatever it waits for: %s', (_, section) => {
    const settings = settingsOf(section);
    const steps = Object.keys(STEP_SCHEMAS).filter(
      (name) => name !== 'requestApproval' || settings.promote.approval === 'manual',
    );
    const leases = steps.map((step) => leaseAfter(step as StepName, settings)).reduce((sum, lease) => sum + lease, 0);
    expect(longestRetraining(settings)).toBeGreaterThanOrEqual(leases);
    expect(settings.data.keep).toBeGreaterThanOrEqual(leases);
  });

  it.each([
    ['30 days', `${JOB} PT1H }`, 30],
    ['as long as a retraining can take', `${JOB} P28D }`, 229],
    ['what the file says', `${JOB} PT1H }, data: { keep: P1W }`, 7],
  ])('are kept for %s', (_, section, days) => {
    expect(settingsOf(section).data.keep).toBe(days * DAY);
  });

  it.each([
    ['PT1H', `${JOB} PT1H }`, 'P5D'],
    ['and three days for an approval', `${JOB} PT1H }, promote: { approval: manual }`, 'P8D'],
    ['and a job of ten hours on demand', `${JOB} PT10H, spot: false }`, 'P6D'],
  ])('are not kept for less than a retraining can take: %s', (_, section, least) => {
    const [problem, ...others] = problemsOf(fileOf(`${section}, data: { keep: P1D }`));
    expect([problem.accepted, others]).toEqual([`${least} or longer`, []]);
    expect(problemsOf(fileOf(`${section}, data: { keep: ${least} }`))).toEqual([]);
  });
});
