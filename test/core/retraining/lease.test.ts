import { describe, expect, it } from 'vitest';
import type { RetrainingSettings } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { CAPTURE_WAIT } from '../../../lambdas/core/retraining/confirm-capture.ts';
import {
  leaseAfter,
  longestDeployment,
  longestTraining,
  maximumPolls,
  restorationLease,
  trainingTimeout,
} from '../../../lambdas/core/retraining/lease.ts';
import { retrainingMachine } from '../../../lambdas/core/retraining/machine/machine.ts';
import { TRAINING_ATTEMPTS } from '../../../lambdas/core/retraining/machine/timeouts.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const { States } = retrainingMachine({ controlFunction: 'f', dataFunction: 'g' });

function settingsOf(section: string): RetrainingSettings {
  const text = `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
retraining: { ${section} }
`;
  return parseMonitor(text, 'm.yaml').retraining!;
}

const JOB = 'trainingJob: { image: i, instanceType: ml.m5.large, maxRuntime: PT5H';
const SETTINGS = [
  ['spot', settingsOf(`${JOB} }`)],
  ['on demand', settingsOf(`${JOB}, spot: false }`)],
  ['commands', settingsOf('commands: { train: [t], score: [s] }')],
  ['linear', settingsOf(`${JOB} }, deploy: { strategy: linear, percent: 10, bake: PT30M }`)],
  ['canary of an hour', settingsOf(`${JOB} }, deploy: { bake: PT1H }`)],
  ['at once', settingsOf(`${JOB} }, deploy: { strategy: all-at-once, bake: PT0S }`)],
] as const;

interface Retrier {
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

/** Milliseconds between all attempts of a state, by its text. */
function retryWaits(state: string): number {
  const retriers = (States[state]['Retry'] ?? []) as readonly Retrier[];
  return retriers.reduce((sum, { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds }) => {
    const waits = Array.from({ length: MaxAttempts }, (_, i) =>
      Math.min(IntervalSeconds * BackoffRate ** i, MaxDelaySeconds ?? Number.POSITIVE_INFINITY),
    );
    return sum + waits.reduce((total, wait) => total + wait, 0) * SECOND;
  }, 0);
}

/** All attempts at a transform job. */
function scoring(state: string): number {
  const [{ MaxAttempts }] = States[state]['Retry'] as [Retrier];
  const timeout = States[state]['TimeoutSeconds'] as number;
  return (1 + MaxAttempts!) * timeout * SECOND + retryWaits(state);
}

describe('the lease', () => {
  it.each(SETTINGS)('outlasts training and scoring: %s', (_name, settings) => {
    const capacity = (States['WaitForCapacity']['Seconds'] as number) * SECOND;
    const training = TRAINING_ATTEMPTS * trainingTimeout(settings) + (TRAINING_ATTEMPTS - 1) * capacity;
    const longest = training + retryWaits('CreateModel') + scoring('ScoreCandidate') + scoring('ScoreLive');
    expect(leaseAfter('manifest', settings)).toBeGreaterThan(longest + retryWaits('RenewForJudge'));
  });

  it.each(SETTINGS)('outlasts an approval and a deployment: %s', (_name, settings) => {
    const toDeploy = ['Approve', 'DescribeServing', 'DescribeServingConfig', 'MeasureLive', 'Deploy'].map(retryWaits);
    const sum = (waits: readonly number[]) => waits.reduce((total, wait) => total + wait, 0);
    expect(leaseAfter('requestApproval', settings)).toBeGreaterThan(settings.promote.expiry + sum(toDeploy));
    const poll = (States['WaitForDeployment']['Seconds'] as number) * SECOND;
    const deploying = [
      'CreateEndpointConfig',
      'UpdateEndpoint',
      'DescribeDeployment',
      'RemoveAlarms',
      'MeasureCandidate',
      'ConfirmCapture',
      'ActivateBaseline',
    ];
    expect(leaseAfter('deploy', settings)).toBeGreaterThan(
      maximumPolls(settings) * poll + CAPTURE_WAIT + sum(deploying.map(retryWaits)),
    );
    const restoring = ['RestoreEndpoint', 'DescribeRestoration', 'Reject', 'End'];
    expect(restorationLease(settings)).toBeGreaterThan(maximumPolls(settings) * poll + sum(restoring.map(retryWaits)));
  });

  it.each(['permit', 'renew', 'activateBaseline'] as const)('outlasts what follows %s', (step) => {
    const longest = Math.max(
      ...Object.keys(States)
        .filter((state) => !/Score|Train/.test(state))
        .map(retryWaits),
    );
    // A function runs for a quarter of an hour at most, and six times where it dies each time.
    expect(leaseAfter(step, SETTINGS[0][1])).toBeGreaterThan(longest + 6 * 15 * MINUTE);
  });

  it('polls for as long as SageMaker lets a deployment run, and every state waits for training with a limit', () => {
    for (const [, settings] of SETTINGS) {
      expect(maximumPolls(settings) * MINUTE).toBeGreaterThanOrEqual(longestDeployment(settings) + HOUR);
      expect(longestDeployment(settings)).toBeLessThanOrEqual(8 * HOUR);
    }
    expect(States['Train']['TimeoutSeconds']).toBe('{% $jobs.trainingSeconds %}');
  });

  it.each([
    ['spot capacity for as long again', 0, 10 * HOUR],
    ['no capacity that is paid for', 1, 5 * HOUR],
    ['a day for a command', 2, 24 * HOUR],
  ])('waits for %s', (_name, index, expected) => {
    expect(longestTraining(SETTINGS[index][1])).toBe(expected);
  });

  it.each([
    [3, (10 * HOUR) / 2 + 2 * HOUR],
    [4, 2 * HOUR + 2 * HOUR],
    [5, 2 * HOUR],
  ])('gives a deployment the time of its steps: %#', (index, expected) => {
    expect(longestDeployment(SETTINGS[index][1])).toBe(expected);
  });
});
