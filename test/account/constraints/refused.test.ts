import { describe, expect, it } from 'vitest';
import { AwsError } from '../aws-error.ts';
import { requireValid } from './refused.ts';

const NAME = 'driftwarden-churn-retraining-2026-03-02';

describe('requireValid', () => {
  it.each([
    ['StopTrainingJob', { TrainingJobName: NAME }],
    ['SendTaskFailure', { taskToken: 't', error: 'Rejected', cause: 'why' }],
    ['AnOperationWithoutConstraints', { anything: 1 }],
  ])('accepts what the service does: %s', (operation, request) => {
    requireValid(operation, request);
  });

  it.each([
    ['StopTrainingJob', { TrainingJobName: 'a_b' }, 'StopTrainingJob.TrainingJobName is "a_b"'],
    ['StopTrainingJob', {}, 'StopTrainingJob.TrainingJobName is missing'],
    ['UpdateEndpoint', { EndpointName: 'e', EndpointConfigName: 'c'.repeat(64) }, 'has 64 characters'],
    ['StartExecution', { stateMachineArn: 'a', name: 'n'.repeat(81) }, 'StartExecution.name has 81 characters'],
  ])('refuses what the service refuses: %s %j', (operation, request, problem) => {
    expect(() => requireValid(operation, request)).toThrow(AwsError);
    expect(() => requireValid(operation, request)).toThrow(problem);
  });
});
