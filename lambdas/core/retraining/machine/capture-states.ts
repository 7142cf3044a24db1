import { expression, type State } from '../../states-language.ts';
import { renewState } from './renew-state.ts';
import { catchFailure, type Resources, step } from './state-builders.ts';
import { POLL_SECONDS } from './timeouts.ts';
import { trafficState } from './traffic-states.ts';
import { updateStates } from './update-states.ts';
import { assignOutcome, CONFIRMATION, confirmation, deployment, PAYLOAD, permit } from './variables.ts';

/** The time at which the new model was found in service, ISO 8601. */
export const DEPLOYED_AT = { deployedAt: expression('$states.context.State.EnteredTime') };

/**
 * Waits for the first captured answer of the model that serves now. Where requests are answered and not captured, the endpoint goes
 * back to the configuration that served before, because nothing would monitor the new one.
 */
export function captureStates(resources: Resources, Next: string): Record<string, State> {
  const notChecked = {
    ErrorEquals: ['States.ALL'],
    Assign: {
      confirmation: {
        decision: CONFIRMATION.keep,
        message: expression("'data capture not confirmed: the check failed with ' & $states.errorOutput.Error"),
      },
    },
    Next,
  };
  return {
    IsCaptureConfirmed: {
      Type: 'Choice',
      Comment:
        'A rollback goes back to a configuration that was captured; on a laptop, and with captures from elsewhere, nothing is waited for',
      Choices: [{ Condition: expression(`${deployment.sampling} != null`), Next: 'WaitForCapture' }],
      Default: Next,
    },
    WaitForCapture: { Type: 'Wait', Seconds: POLL_SECONDS, Next: 'MeasureCandidate' },
    MeasureCandidate: trafficState(resources, {
      Comment: 'The requests since the candidate serves all of them',
      since: '$toMillis($deployedAt)',
      period: 60,
      endpoint: permit.endpoint,
      variant: permit.variant,
      into: 'sinceDeployment',
      Catch: [notChecked],
      Next: 'ConfirmCapture',
    }),
    ConfirmCapture: step('confirmCapture', resources, {
      Comment: 'Looks for captured answers of the candidate',
      payload: {
        deployedAt: expression('$deployedAt'),
        sampling: expression(deployment.sampling),
        traffic: expression('$sinceDeployment'),
        before: expression('$traffic'),
      },
      Assign: { confirmation: expression(PAYLOAD) },
      Catch: [notChecked],
      Next: 'IsCaptured',
    }),
    IsCaptured: {
      Type: 'Choice',
      Choices: [
        { Condition: expression(`${confirmation.decision} = '${CONFIRMATION.wait}'`), Next: 'WaitForCapture' },
        {
          Condition: expression(`${confirmation.decision} = '${CONFIRMATION['roll-back']}'`),
          Next: 'RenewForRestoration',
        },
      ],
      Default: Next,
    },
    // The endpoint has to be put back, unless another execution is responsible for it now.
    RenewForRestoration: renewState(resources, 'restoration', {
      Catch: [
        { ...catchFailure('RenewForRestoration'), ErrorEquals: ['LockLostError'] },
        { ErrorEquals: ['States.ALL'], Next: 'RestoreEndpoint' },
      ],
      Next: 'RestoreEndpoint',
    }),
    ...updateStates(resources, {
      update: 'RestoreEndpoint',
      wait: 'WaitForRestoration',
      describe: 'DescribeRestoration',
      request: deployment.undo,
      config: deployment.previousConfig,
      Next: 'IsRestored',
    }),
    IsRestored: {
      Type: 'Choice',
      Choices: [
        {
          Condition: expression(`$status = 'InService' and $serving = ${deployment.previousConfig}`),
          Assign: assignOutcome({
            end: 'rolled-back',
            message: expression(`${confirmation.message} & '; ' & $serving & ' is in service again'`),
          }),
          Next: 'IsPromoted',
        },
        {
          Condition: expression(
            `$status in ['Updating', 'RollingBack', 'SystemUpdating'] and $polls < ${deployment.maximumPolls}`,
          ),
          Next: 'WaitForRestoration',
        },
      ],
      Assign: assignOutcome({
        end: 'deployment-failed',
        message: expression(
          `${confirmation.message} & '; the endpoint could not be put back to ' & ${deployment.previousConfig} & ': it has status ' & $status & ' and serves ' & $serving & ($updateError = null ? '' : ' (' & $updateError.error & ': ' & $updateError.cause & ')')`,
        ),
      }),
      Default: 'End',
    },
  };
}
