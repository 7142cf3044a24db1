import { type Catcher, ERROR, expression, integration, type Resources, type State } from './state-builders.ts';
import { POLL_SECONDS } from './timeouts.ts';

const ROLLED_BACK = {
  Assign: {
    outcome: {
      end: 'rolled-back',
      message: expression(
        "'SageMaker rolled the deployment of ' & $deployment.endpointConfig & ' back: ' & $serving & ' serves'",
      ),
    },
  },
};

/** Polls the endpoint until its deployment has an outcome. */
export function deploymentOutcomeStates(resources: Resources): Record<string, State> {
  return {
    WaitForDeployment: {
      Type: 'Wait',
      Seconds: POLL_SECONDS,
      Next: 'DescribeDeployment',
    },
    DescribeDeployment: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:describeEndpoint'),
      Arguments: { EndpointName: expression('$permit.endpoint') },
      Assign: {
        status: expression('$states.result.EndpointStatus'),
        serving: expression('$states.result.EndpointConfigName'),
        polls: expression('$polls + 1'),
        // The endpoint is updating to this configuration, so the update did start, whatever the call returned.
        updateError: expression(
          '$states.result.PendingDeploymentSummary.EndpointConfigName = $deployment.endpointConfig ? null : $updateError',
        ),
      },
      Output: {},
      Retry: [
        {
          ErrorEquals: ['States.TaskFailed'],
          IntervalSeconds: 10,
          MaxAttempts: 10,
          BackoffRate: 2,
          MaxDelaySeconds: 300,
        },
      ],
      Catch: [catchUnknownOutcome('DescribeDeployment')],
      Next: 'IsDeployed',
    },
    IsDeployed: {
      Type: 'Choice',
      Comment: 'In service with the old configuration means rolled back: SageMaker does not report that as a failure',
      Choices: [
        {
          Condition: expression("$status = 'InService' and $serving = $deployment.endpointConfig"),
          Next: 'ActivateBaseline',
        },
        {
          Condition: expression("$status = 'InService' and $serving != $live.endpoint.EndpointConfigName"),
          Assign: {
            outcome: {
              end: 'superseded',
              message: expression("'the endpoint serves ' & $serving & ', which was deployed in the meantime'"),
            },
          },
          Next: 'End',
        },
        // A candidate that failed on real requests must not stay approved in the registry.
        {
          ...ROLLED_BACK,
          Condition: expression("$status = 'InService' and $updateError = null and $modelPackage != null"),
          Next: 'Reject',
        },
        { ...ROLLED_BACK, Condition: expression("$status = 'InService' and $updateError = null"), Next: 'End' },
        {
          Condition: expression("$status = 'InService'"),
          Assign: {
            outcome: {
              end: 'failed',
              at: 'UpdateEndpoint',
              error: expression('$updateError.error'),
              cause: expression('$updateError.cause'),
            },
          },
          Next: 'End',
        },
        {
          Condition: expression(
            `$status in ['Failed', 'OutOfService', 'Deleting', 'UpdateRollbackFailed'] or $polls >= $deployment.maximumPolls`,
          ),
          Assign: {
            outcome: {
              end: 'deployment-failed',
              message: expression(
                `'the endpoint is ' & $status & ' and not in service with ' & $deployment.endpointConfig & ' after ' & $string($polls * ${POLL_SECONDS / 60}) & ' minutes; ' & $live.endpoint.EndpointConfigName & ' served before'`,
              ),
            },
          },
          Next: 'End',
        },
      ],
      Default: 'WaitForDeployment',
    },
  };
}

/** Ends the run as `deployment-failed`: the update was requested and its outcome is unknown. */
function catchUnknownOutcome(at: string): Catcher {
  return { ErrorEquals: ['States.ALL'], Assign: { outcome: { end: 'deployment-failed', at, ...ERROR } }, Next: 'End' };
}
