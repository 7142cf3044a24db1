import { lambdaDependencies } from './dependencies.ts';
import { deploymentAlarmName } from './deployment-alarm.ts';
import type { RetrainingDependencies } from './retraining-handler.ts';
import { RETRAINING_VARIABLES, readSettings, SettingsError } from './settings.ts';

/**
 * Dependencies of the deployed function for the control steps. Created once, when the function starts.
 *
 * @throws SettingsError, AlertFormatError
 */
export function controlDependencies(): RetrainingDependencies {
  const { context, ...dependencies } = lambdaDependencies({ retrains: true });
  const { stateBucket, alarmPrefix } = readSettings(process.env);
  // Lambda sets it.
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
  return {
    ...dependencies,
    context: ({ runId, now, monitor }) => {
      const { workflow, ...around } = context({ runId, now, dashboard: undefined });
      if (workflow === undefined) {
        throw new SettingsError(
          `the environment variable ${RETRAINING_VARIABLES.machine} is not set: deploy the function with it`,
        );
      }
      return {
        ...around,
        workflow,
        resultsUri: `s3://${stateBucket}/`,
        deploymentAlarms: alarmPrefix === null ? [] : [deploymentAlarmName(alarmPrefix, monitor)],
        answerCommands: (name, id) => {
          const command = (word: string) => `npx driftwarden ${word} ${name} ${id} --function ${functionName}`;
          return { approve: command('approve'), reject: command('reject') };
        },
      };
    },
  };
}
