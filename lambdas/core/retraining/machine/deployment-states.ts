import { deploymentOutcomeStates } from './deployment-outcome-states.ts';
import { describeEndpointStates } from './endpoint-states.ts';
import {
  catchFailure,
  createOnce,
  ERROR,
  expression,
  integration,
  RETRY_CALL,
  RETRY_LONG,
  type Resources,
  type State,
  step,
} from './state-builders.ts';

/** From the decision to deploy, to a new model that serves with its own baseline. */
export function deploymentStates(resources: Resources): Record<string, State> {
  return {
    // The endpoint may have changed since it was first read.
    ...describeEndpointStates(resources, 'Serving', 'Deploy'),
    Deploy: step('deploy', resources, {
      Comment: 'Keeps the data capture and all other settings of the endpoint configuration for the new model',
      payload: {
        action: expression('$action'),
        live: expression('$live'),
        model: expression("$jobs = null ? '' : $jobs.model.ModelName"),
      },
      Assign: { deployment: expression('$states.result.Payload') },
      Catch: [catchFailure('Deploy')],
      Next: 'MayDeploy',
    }),
    MayDeploy: {
      Type: 'Choice',
      Choices: [
        {
          Condition: expression('$not($deployment.permitted)'),
          Assign: { outcome: { end: expression('$deployment.end'), message: expression('$deployment.message') } },
          Next: 'End',
        },
        { Condition: expression('$deployment.config = null'), Next: 'UpdateEndpoint' },
      ],
      Default: 'CreateEndpointConfig',
    },
    ...createOnce(
      'CreateEndpointConfig',
      {
        Resource: integration(resources, 'aws-sdk:sagemaker:createEndpointConfig'),
        Arguments: expression('$deployment.config'),
        Output: {},
        Next: 'UpdateEndpoint',
      },
      {
        Resource: integration(resources, 'aws-sdk:sagemaker:describeEndpointConfig'),
        Arguments: { EndpointConfigName: expression('$deployment.endpointConfig') },
        isOurs: '$jobs.model.ModelName in $found.ProductionVariants.ModelName',
      },
    ),
    UpdateEndpoint: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:updateEndpoint'),
      Arguments: expression('$deployment.update'),
      Output: {},
      // A call whose response was lost may have started the update; a retry then fails. So the endpoint's status decides, not this
      // error.
      Retry: RETRY_CALL,
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Assign: {
            updateError: ERROR,
          },
          Next: 'DescribeDeployment',
        },
      ],
      Next: 'WaitForDeployment',
    },
    ...deploymentOutcomeStates(resources),
    ActivateBaseline: step('activateBaseline', resources, {
      Comment: 'Activates the baseline of the new model; the previous baseline is kept',
      payload: {
        action: expression('$action'),
        previousConfig: expression('$live.endpoint.EndpointConfigName'),
        endpointConfig: expression('$deployment.endpointConfig'),
      },
      Assign: {
        outcome: {
          end: expression('$states.result.Payload.end'),
          message: expression('$states.result.Payload.message'),
        },
      },
      Retry: [{ ErrorEquals: ['LockLostError', 'RetrainingError'], MaxAttempts: 0 }, RETRY_LONG],
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Assign: {
            outcome: {
              end: 'promoted-old-baseline',
              at: 'ActivateBaseline',
              ...ERROR,
            },
          },
          Next: 'End',
        },
      ],
      Next: 'End',
    }),
  };
}
