import { stringify } from 'yaml';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { MonitorFileError } from '../../../../lambdas/core/monitor/problems.ts';
import { plannedRequests } from '../../../../lambdas/core/retraining/requests/planned-requests.ts';
import type { Tag } from '../../../../lambdas/core/retraining/requests/tags.ts';
import { type Operation, refusedOf } from '../../../account/constraints/refused.ts';

const ID = 'retraining-2001-02-05';
const RESULTS = 's3://results/';
export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const JOB = { image: 'train:1', instanceType: 'ml.m5.xlarge' };

export interface Given {
  readonly trainingJob?: object;
  readonly scoring?: object;
  readonly deploy?: object;
  readonly model?: string;
}

export function monitorOf({ trainingJob = {}, scoring = {}, deploy = {}, model = 'm' }: Given) {
  return parseMonitor(
    stringify({
      model,
      problem: 'binary-classification',
      capture: { uri: 's3://captures/parcels', features: ['weight'], prediction: { score: 0 } },
      labels: { uri: 's3://labels/parcels' },
      retraining: {
        role: 'arn:aws:iam::111122223333:role/training',
        endpoint: 'parcels',
        trainingJob: { ...JOB, ...trainingJob },
        scoring,
        deploy,
      },
    }),
    'parcels.yaml',
  );
}

/** Every request that depends on the monitor file. @param reason of the retraining */
export function requestsOf(given: Given, reason = 'accuracy < 0.7', tags: readonly Tag[] = []): [Operation, unknown][] {
  const monitor = monitorOf(given);
  const place = { id: ID, resultsUri: RESULTS, outputKey: null, tags };
  return plannedRequests(monitor, monitor.retraining!, { ...place, reason }).map(({ operation, request }) => [
    operation as Operation,
    request,
  ]);
}

export const refused = (...args: Parameters<typeof requestsOf>) =>
  requestsOf(...args).flatMap(([operation, request]) => refusedOf(operation, request));

export function problemsOf(given: Given): string {
  try {
    monitorOf(given);
    return '';
  } catch (error) {
    if (error instanceof MonitorFileError) return error.message;
    throw error;
  }
}
