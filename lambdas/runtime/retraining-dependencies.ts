import { functionCommand } from '../adapters/aws/copied-commands.ts';
import type { OperationContext, RetrainingContext } from '../core/retraining/steps/context.ts';
import { lambdaDependencies } from './dependencies.ts';
import type { OperationDependencies } from './operation-handler.ts';
import type { RetrainingDependencies } from './retraining-handler.ts';
import { RETRAINING_VARIABLES, readSettings, readTags, requireSetting, SettingsError } from './settings.ts';

/**
 * Dependencies of the deployed function for the control steps. Created once, when the function starts. It starts nothing: what
 * a check left to be started stays for the next check.
 *
 * @throws SettingsError, AlertFormatError
 */
export function controlDependencies(): RetrainingDependencies<RetrainingContext> {
  const { context, ...dependencies } = lambdaDependencies();
  const { stateBucket, outputKey, alarmPrefix } = readSettings(process.env);
  const operations = requireSetting(process.env, RETRAINING_VARIABLES.operations);
  const tags = readTags(process.env);
  // Lambda sets it.
  const region = requireSetting(process.env, 'AWS_REGION');
  return {
    ...dependencies,
    context: ({ runId, now }) => ({
      ...context({ runId, now, dashboard: undefined }),
      resultsUri: `s3://${stateBucket}/`,
      outputKey,
      alarmPrefix,
      tags,
      answerCommands: (name, id) => ({
        approve: functionCommand(region, operations, 'approve', name, id),
        reject: functionCommand(region, operations, 'reject', name, id),
      }),
    }),
  };
}

/**
 * Dependencies of the deployed function for people's operations. It runs no step of a retraining.
 *
 * @throws SettingsError, AlertFormatError
 */
export function operationDependencies(): OperationDependencies<OperationContext> {
  const { context, ...dependencies } = lambdaDependencies({ isForOperations: true });
  const { stateBucket, outputKey } = readSettings(process.env);
  const tags = readTags(process.env);
  return {
    ...dependencies,
    context: ({ runId, now }) => {
      const { workflow, ...around } = context({ runId, now, dashboard: undefined });
      if (workflow === undefined) {
        throw new SettingsError(
          `the environment variable ${RETRAINING_VARIABLES.machine} is not set: deploy the function with it`,
        );
      }
      return { ...around, workflow, resultsUri: `s3://${stateBucket}/`, outputKey, tags };
    },
  };
}
