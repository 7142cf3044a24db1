import { expression, integration, type State } from '../../states-language.ts';
import { createAlarmStates, removeAlarmStates } from './alarm-states.ts';
import { DEPLOYED_AT } from './capture-states.ts';
import { createOnce } from './create-once.ts';
import { describeEndpointStates } from './endpoint-states.ts';
import { promotionStates } from './promotion-states.ts';
import { catchFailure, type Resources, step } from './state-builders.ts';
import { POLL_SECONDS } from './timeouts.ts';
import { NOW, trafficState } from './traffic-states.ts';
import { updateStates } from './update-states.ts';
import { assignOutcome, deployment, jobs, live, PAYLOAD, permit } from './variables.ts';

const HOUR_SECONDS = 3600;
/** Milliseconds. */
const DAY = 24 * HOUR_SECONDS * 1000;

/** From the decision to deploy, to a new model that serves with its own baseline. */
export function deploymentStates(resources: Resources): Record<string, State> {
  return {
    // The endpoint may have changed since it was first read.
    ...describeEndpointStates(resources, 'Serving', 'IsCandidate'),
    IsCandidate: {
      Type: 'Choice',
      Comment: 'A rollback has no alarms: what it goes back to has served before',
      Choices: [{ Condition: expression("$action = 'rollback'"), Next: 'Deploy' }],
      Default: 'MeasureLive',
    },
    MeasureLive: trafficState(resources, {
      Comment: "The live model's requests of the last day, which the candidate's are compared with",
      since: `${NOW} - ${DAY}`,
      period: HOUR_SECONDS,
      endpoint: permit.endpoint,
      variant: permit.variant,
      into: 'traffic',
      Catch: [catchFailure('MeasureLive')],
      Next: 'Deploy',
    }),
    Deploy: step('deploy', resources, {
      Comment: 'Keeps the data capture and all other settings of the endpoint configuration for the new model',
      payload: {
        action: expression('$action'),
        live: expression('$live'),
        model: expression(`$jobs = null ? '' : ${jobs.model}.ModelName`),
        traffic: expression('$traffic'),
      },
      Assign: { deployment: expression(PAYLOAD) },
      Catch: [catchFailure('Deploy')],
      Next: 'MayDeploy',
    }),
    MayDeploy: {
      Type: 'Choice',
      Choices: [
        {
          Condition: expression(`$not(${deployment.permitted})`),
          Assign: assignOutcome({ end: expression(deployment.end), message: expression(deployment.message) }),
          Next: 'End',
        },
        { Condition: expression(`${deployment.config} = null`), Next: 'UpdateEndpoint' },
      ],
      Default: 'NeedsCopy',
    },
    NeedsCopy: {
      Type: 'Choice',
      Comment: 'The role of the machine may put only configurations of its own names into service',
      Choices: [{ Condition: expression(`${deployment.copy} = null`), Next: 'CreateEndpointConfig' }],
      Default: 'CopyEndpointConfig',
    },
    ...createConfigStates(resources, 'CopyEndpointConfig', {
      request: deployment.copy,
      name: deployment.previousConfig,
      isOurs: `[$found.ProductionVariants.ModelName] = [${deployment.copy}.ProductionVariants.ModelName]`,
      Next: 'CreateEndpointConfig',
    }),
    ...createConfigStates(resources, 'CreateEndpointConfig', {
      request: deployment.config,
      name: deployment.endpointConfig,
      isOurs: `${jobs.model}.ModelName in $found.ProductionVariants.ModelName`,
      Next: 'NeedsAlarms',
    }),
    ...createAlarmStates(resources, 'UpdateEndpoint'),
    ...updateStates(resources, {
      update: 'UpdateEndpoint',
      wait: 'WaitForDeployment',
      describe: 'DescribeDeployment',
      request: deployment.update,
      config: deployment.endpointConfig,
      Next: 'IsDeployed',
    }),
    IsDeployed: {
      Type: 'Choice',
      Comment: 'In service with the old configuration means rolled back: SageMaker does not report that as a failure',
      Choices: [
        {
          Condition: expression(`$status = 'InService' and $serving = ${deployment.endpointConfig}`),
          Assign: { outcome: null, ...DEPLOYED_AT },
          Next: 'HasAlarms',
        },
        {
          Condition: expression(`$status = 'InService' and $serving != ${live.endpoint}.EndpointConfigName`),
          Assign: assignOutcome({
            end: 'superseded',
            message: expression("'the endpoint serves ' & $serving & ', which was deployed in the meantime'"),
          }),
          Next: 'HasAlarms',
        },
        {
          Condition: expression("$status = 'InService' and $updateError = null"),
          Assign: assignOutcome({
            end: 'rolled-back',
            message: expression(
              `'SageMaker rolled back the deployment of ' & ${deployment.endpointConfig} & '; ' & $serving & ' is in service'`,
            ),
          }),
          Next: 'HasAlarms',
        },
        {
          Condition: expression("$status = 'InService'"),
          Assign: assignOutcome({
            end: 'failed',
            at: 'UpdateEndpoint',
            error: expression('$updateError.error'),
            cause: expression('$updateError.cause'),
          }),
          Next: 'HasAlarms',
        },
        // The alarms stay: they can still roll back a deployment that goes on.
        {
          Condition: expression(
            `$status in ['Failed', 'OutOfService', 'Deleting', 'UpdateRollbackFailed'] or $polls >= ${deployment.maximumPolls}`,
          ),
          Assign: assignOutcome({
            end: 'deployment-failed',
            message: expression(
              `'the endpoint has status ' & $status & ' and does not serve ' & ${deployment.endpointConfig} & ' after ' & $string($polls * ${POLL_SECONDS / 60}) & ' minutes; ' & ${live.endpoint}.EndpointConfigName & ' was in service before'`,
            ),
          }),
          Next: 'End',
        },
      ],
      Default: 'WaitForDeployment',
    },
    ...removeAlarmStates(resources, 'IsPromoted'),
    ...promotionStates(resources),
  };
}

/** Creates an endpoint configuration, unless it exists. Apart from `Next`, the values are expressions. */
function createConfigStates(
  resources: Resources,
  state: string,
  config: { readonly request: string; readonly name: string; readonly isOurs: string; readonly Next: string },
): Record<string, State> {
  const { request, name, isOurs, Next } = config;
  return createOnce(
    state,
    {
      Resource: integration(resources, 'aws-sdk:sagemaker:createEndpointConfig'),
      Arguments: expression(request),
      Output: {},
      Next,
    },
    {
      Resource: integration(resources, 'aws-sdk:sagemaker:describeEndpointConfig'),
      Arguments: { EndpointConfigName: expression(name) },
      isOurs,
    },
  );
}
