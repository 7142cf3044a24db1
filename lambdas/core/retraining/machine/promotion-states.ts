import { expression, type State } from '../../states-language.ts';
import { captureStates } from './capture-states.ts';
import { ERROR, RETRY_LONG, type Resources, step } from './state-builders.ts';
import { activated, assignOutcome, confirmation, deployment, outcome } from './variables.ts';

/** From the end of a deployment to the baseline of the model that serves now. */
export function promotionStates(resources: Resources): Record<string, State> {
  return {
    IsPromoted: {
      Type: 'Choice',
      Choices: [
        { Condition: expression('$outcome = null'), Next: 'IsCaptureConfirmed' },
        // A candidate that failed on real requests must not stay approved in the registry.
        { Condition: expression(`${outcome.end} = 'rolled-back' and $modelPackage != null`), Next: 'Reject' },
      ],
      Default: 'End',
    },
    ...captureStates(resources, 'ActivateBaseline'),
    ActivateBaseline: step('activateBaseline', resources, {
      Comment: 'Activates the baseline of the new model; the previous baseline is kept',
      payload: {
        action: expression('$action'),
        previousConfig: expression(deployment.previousConfig),
        endpointConfig: expression(deployment.endpointConfig),
        unconfirmed: expression(`$confirmation = null ? '' : ${confirmation.message}`),
      },
      Assign: assignOutcome({ end: expression(activated.end), message: expression(activated.message) }),
      Retry: [{ ErrorEquals: ['LockLostError', 'RetrainingError'], MaxAttempts: 0 }, RETRY_LONG],
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Assign: assignOutcome({ end: 'promoted-old-baseline', at: 'ActivateBaseline', ...ERROR }),
          Next: 'End',
        },
      ],
      Next: 'End',
    }),
  };
}
