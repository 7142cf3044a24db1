import { expression, integration, type State } from '../../states-language.ts';
import { type Catcher, ERROR, RETRY_CALL, type Resources } from './state-builders.ts';
import { POLL_SECONDS } from './timeouts.ts';
import { assignOutcome, permit } from './variables.ts';

/** An update of the endpoint: the names of its states, and what they use. */
interface EndpointUpdate {
  readonly update: string;
  readonly wait: string;
  readonly describe: string;
  /** Expressions: the request, and the name of the configuration that it puts into service. */
  readonly request: string;
  readonly config: string;
  /** Reads `$status` and `$serving`, and comes back to `wait` as long as the update goes on. */
  readonly Next: string;
}

/**
 * Updates the endpoint and reads how it is, again and again, into `$status`, `$serving` (the configuration), `$polls` and
 * `$updateError`, which is null once an update is known to have begun.
 */
export function updateStates(resources: Resources, { Next, ...of }: EndpointUpdate): Record<string, State> {
  return {
    [of.update]: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:updateEndpoint'),
      Arguments: expression(of.request),
      Assign: { updateError: null, polls: 0 },
      Output: {},
      // A call whose response was lost may have started the update; a retry then fails. So the endpoint's status decides, not this
      // error.
      Retry: RETRY_CALL,
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { updateError: ERROR, polls: 0 }, Next: of.describe }],
      Next: of.wait,
    },
    [of.wait]: { Type: 'Wait', Seconds: POLL_SECONDS, Next: of.describe },
    [of.describe]: {
      Type: 'Task',
      Resource: integration(resources, 'aws-sdk:sagemaker:describeEndpoint'),
      Arguments: { EndpointName: expression(permit.endpoint) },
      Assign: {
        status: expression('$states.result.EndpointStatus'),
        serving: expression('$states.result.EndpointConfigName'),
        polls: expression('$polls + 1'),
        // The endpoint is updating to this configuration, so the update did start, whatever the call returned.
        updateError: expression(
          `$states.result.PendingDeploymentSummary.EndpointConfigName = ${of.config} ? null : $updateError`,
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
      Catch: [catchUnknownOutcome(of.describe)],
      Next,
    },
  };
}

/** Ends the run as `deployment-failed`: the update was requested and its outcome is unknown. */
function catchUnknownOutcome(at: string): Catcher {
  return {
    ErrorEquals: ['States.ALL'],
    Assign: assignOutcome({ end: 'deployment-failed', at, ...ERROR }),
    Next: 'End',
  };
}
