import { expression, integration, type State } from '../../states-language.ts';
import { catchFailure, RETRY_CALL, type Resources } from './state-builders.ts';
import { assignLive, live, permit } from './variables.ts';

/** Reads the endpoint and the configuration that it serves into `$live`. */
export function describeEndpointStates(resources: Resources, name: string, Next: string): Record<string, State> {
  return {
    [`Describe${name}`]: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:describeEndpoint'),
      Arguments: { EndpointName: expression(permit.endpoint) },
      Assign: assignLive({ endpoint: expression('$states.result') }),
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure(`Describe${name}`)],
      Next: `Describe${name}Config`,
    },
    [`Describe${name}Config`]: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:describeEndpointConfig'),
      Arguments: { EndpointConfigName: expression(`${live.endpoint}.EndpointConfigName`) },
      Assign: assignLive({ endpoint: expression(live.endpoint), config: expression('$states.result') }),
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure(`Describe${name}Config`)],
      Next,
    },
  };
}
