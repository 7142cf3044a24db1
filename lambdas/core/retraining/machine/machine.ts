import { expression, type State, type StateMachine } from '../../states-language.ts';
import { deploymentStates } from './deployment-states.ts';
import { registrationStates } from './registration-states.ts';
import { catchFailure, RETRY_LONG, type Resources, step } from './state-builders.ts';
import { trainingStates } from './training-states.ts';
import { ended, INPUT, PAYLOAD, permit } from './variables.ts';

/**
 * The retraining machine, in the Amazon States Language with JSONata: permit, plan, prepare the dataset, train, judge, register,
 * request approval, deploy, activate the baseline, end. Accounts run this definition, and laptops and tests interpret it; there is
 * no other orchestrator.
 *
 * Its input is a `RetrainingInput`. Every path that took the lock leads to `End`, which releases the lock, records the outcome and
 * sends the alert. Failures leave the live model in service: no state before `UpdateEndpoint` changes the endpoint.
 */
export function retrainingMachine(resources: Resources): StateMachine {
  return {
    Comment: 'Driftwarden: retrain, judge, deploy with rollback, activate the baseline',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      ...startStates(resources),
      ...trainingStates(resources),
      ...registrationStates(resources),
      ...deploymentStates(resources),
      ...endStates(resources),
    },
  };
}

function startStates(resources: Resources): Record<string, State> {
  return {
    Begin: {
      Type: 'Pass',
      Assign: {
        monitor: expression(INPUT.monitor),
        id: expression(INPUT.id),
        action: expression(INPUT.action),
        reason: expression(INPUT.reason),
        attempt: 0,
        polls: 0,
        jobs: null,
        modelPackage: null,
        updateError: null,
        traffic: [],
        confirmation: null,
      },
      Next: 'Permit',
    },
    Permit: step('permit', resources, {
      Comment: 'One retraining at a time, after its cooldown, within its budget, and not on broken data',
      payload: { action: expression('$action'), reason: expression('$reason') },
      Assign: { permit: expression(PAYLOAD) },
      Catch: [catchFailure('Permit')],
      Next: 'IsPermitted',
    }),
    IsPermitted: {
      Type: 'Choice',
      Choices: [
        { Condition: expression(`$not(${permit.permitted})`), Next: 'NotPermitted' },
        { Condition: expression("$action = 'rollback'"), Next: 'DescribeServing' },
      ],
      Default: 'Plan',
    },
    NotPermitted: { Type: 'Succeed', Output: { end: 'not-permitted', message: expression(permit.message) } },
  };
}

function endStates(resources: Resources): Record<string, State> {
  return {
    End: step('end', resources, {
      Comment: 'Releases the lock, records the end, sends the alert',
      payload: { outcome: expression('$outcome') },
      Assign: { ended: expression(PAYLOAD) },
      Retry: [RETRY_LONG],
      Next: 'IsNotified',
    }),
    IsNotified: {
      Type: 'Choice',
      Comment: 'If no alert could be sent, the execution fails, which raises the CloudWatch alarm',
      Choices: [{ Condition: expression(ended.notified), Next: 'Done' }],
      Default: 'Failed',
    },
    Failed: { Type: 'Fail', Error: 'RetrainingFailed', Cause: expression(ended.message) },
    Done: { Type: 'Succeed', Output: expression('$ended') },
  };
}
