import { expression, integration, type State } from '../../states-language.ts';
import { catchFailure, RETRY_CALL, type Resources } from './state-builders.ts';
import { deployment } from './variables.ts';

const HAS_ALARMS = `$count(${deployment.alarms}) > 0`;

/** Creates the alarms on the candidate's own requests, if there are any: SageMaker refuses a deployment whose alarms do not exist. */
export function createAlarmStates(resources: Resources, Next: string): Record<string, State> {
  return {
    NeedsAlarms: {
      Type: 'Choice',
      Choices: [{ Condition: expression(HAS_ALARMS), Next: 'CreateAlarms' }],
      Default: Next,
    },
    CreateAlarms: {
      Type: 'Map',
      Items: expression(deployment.alarms),
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'CreateAlarm',
        States: {
          CreateAlarm: {
            Type: 'Task',
            Resource: integration(resources, 'aws-sdk:cloudwatch:putMetricAlarm'),
            Arguments: expression('$states.input'),
            Output: {},
            Retry: RETRY_CALL,
            End: true,
          },
        },
      },
      Output: {},
      Catch: [catchFailure('CreateAlarms')],
      Next,
    },
  };
}

/** Removes them after the deployment. */
export function removeAlarmStates(resources: Resources, Next: string): Record<string, State> {
  return {
    HasAlarms: {
      Type: 'Choice',
      Choices: [{ Condition: expression(HAS_ALARMS), Next: 'RemoveAlarms' }],
      Default: Next,
    },
    RemoveAlarms: {
      Type: 'Task',
      Comment: 'An alarm that cannot be removed costs little, sends no message, and is replaced at the next deployment',
      Resource: integration(resources, 'aws-sdk:cloudwatch:deleteAlarms'),
      Arguments: { AlarmNames: expression(`[${deployment.alarms}.AlarmName]`) },
      Output: {},
      Retry: RETRY_CALL,
      Catch: [{ ErrorEquals: ['States.ALL'], Next }],
      Next,
    },
  };
}
