import { REJECTED } from '../../ports.ts';
import { expression, integration, type State } from '../../states-language.ts';
import { renewState } from './renew-state.ts';
import { catchFailure, ERROR, RETRY_CALL, RETRY_STEP, type Resources, step } from './state-builders.ts';
import { APPROVAL, assignOutcome, jobs, judgement, outcome, PAYLOAD, registration } from './variables.ts';

/** From the judgement to the approval. */
export function registrationStates(resources: Resources): Record<string, State> {
  return {
    RenewForRegister: renewState(resources, 'step', { Catch: [catchFailure('RenewForRegister')], Next: 'Register' }),
    Register: step('register', resources, {
      Comment: "Builds the candidate's baseline and the registration request",
      payload: { artifacts: expression('$artifacts'), model: expression(`${jobs.model}.ModelName`) },
      Assign: { registration: expression(PAYLOAD) },
      Catch: [catchFailure('Register')],
      Next: 'CreateModelPackageGroup',
    }),
    CreateModelPackageGroup: {
      Type: 'Task',
      Comment: 'The group exists from the second retraining on; any other error shows in the next state',
      Resource: integration(resources, 'aws-sdk:sagemaker:createModelPackageGroup'),
      Arguments: expression(registration.group),
      Output: {},
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'CreateModelPackage' }],
      Next: 'CreateModelPackage',
    },
    CreateModelPackage: {
      Type: 'Task',
      Comment: 'The client token makes a repeated call harmless',
      Resource: integration(resources, 'aws-sdk:sagemaker:createModelPackage'),
      Arguments: expression(registration.modelPackage),
      Assign: { modelPackage: expression('$states.result.ModelPackageArn') },
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure('CreateModelPackage')],
      Next: 'IsApprovalNeeded',
    },
    IsApprovalNeeded: {
      Type: 'Choice',
      Choices: [
        { Condition: expression(`${registration.approval} = '${APPROVAL.automatic}'`), Next: 'DescribeServing' },
        { Condition: expression(`${registration.approval} = '${APPROVAL.manual}'`), Next: 'RequestApproval' },
      ],
      Assign: assignOutcome({ end: 'not-deployed', message: expression(`${judgement.message} & ' (promote: never)'`) }),
      Default: 'End',
    },
    RequestApproval: {
      ...step('requestApproval', resources, {
        Comment: 'Waits until an approver answers or the approval expires',
        payload: { token: expression('$states.context.Task.Token'), modelPackage: expression('$modelPackage') },
        Next: 'Approve',
      }),
      Resource: integration(resources, 'lambda:invoke.waitForTaskToken'),
      Output: {},
      TimeoutSeconds: expression(registration.approvalSeconds),
      Assign: { answer: expression("$exists($states.result.note) ? $string($states.result.note) : 'approved'") },
      // A retry waits again, with a new token.
      Retry: RETRY_STEP,
      Catch: [
        {
          ErrorEquals: [REJECTED],
          Assign: assignOutcome({ end: 'rejected', message: ERROR.cause }),
          Next: 'Reject',
        },
        {
          ErrorEquals: ['States.Timeout'],
          Assign: assignOutcome({ end: 'expired', message: 'no approver answered in time' }),
          Next: 'Reject',
        },
        catchFailure('RequestApproval'),
      ],
    },
    Approve: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:updateModelPackage'),
      Arguments: {
        ModelPackageArn: expression('$modelPackage'),
        ModelApprovalStatus: 'Approved',
        ApprovalDescription: expression('$answer'),
      },
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure('Approve')],
      Next: 'DescribeServing',
    },
    Reject: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:updateModelPackage'),
      Arguments: {
        ModelPackageArn: expression('$modelPackage'),
        ModelApprovalStatus: 'Rejected',
        ApprovalDescription: expression(outcome.message),
      },
      Output: {},
      Retry: RETRY_CALL,
      // The rejection stands even if the registry cannot be updated.
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
      Next: 'End',
    },
  };
}
