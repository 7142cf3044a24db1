import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { awsClients, stepFunctionsClient } from '../adapters/aws/aws-clients.ts';
import { awsContext } from '../adapters/aws/aws-context.ts';
import { identifyCaller } from '../adapters/aws/caller-identity.ts';
import { StepFunctionsReading, StepFunctionsWorkflow } from '../adapters/aws/step-functions.ts';
import type { Readers } from '../core/ports.ts';
import type { Dependencies } from './handler.ts';
import { MonitorDefinitions } from './monitor-definitions.ts';
import type { OperationDependencies } from './operation-handler.ts';
import { processorsOf } from './processors.ts';
import { readSettings } from './settings.ts';

interface LambdaOptions {
  /** Whether this function accepts operations on retrainings, so that its messages name it. @default false */
  readonly isForOperations?: boolean;
  /** The threads that read for so many processors. @default - one thread reads all */
  readonly threadsFor?: (processors: number) => Readers | undefined;
}

/**
 * Dependencies of a deployed function: the account's services, settings from the environment, and the monitor definitions in
 * `monitors` next to the bundled handler. Created once, when the function starts.
 *
 * @throws SettingsError, AlertFormatError
 */
export function lambdaDependencies({
  isForOperations = false,
  threadsFor,
}: LambdaOptions = {}): Dependencies & Pick<OperationDependencies<unknown>, 'identify'> {
  const settings = readSettings(process.env);
  const { stateBucket, alertTopic, alertFormat, metricNamespace, retrainingMachine, operationsFunction } = settings;
  // Lambda sets it.
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
  // Lambda sets it.
  const memory = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE) || undefined;
  const readers = memory === undefined ? undefined : threadsFor?.(processorsOf(memory));
  const clients = awsClients();
  const workflow =
    retrainingMachine === null ? undefined : new StepFunctionsWorkflow(stepFunctionsClient(), retrainingMachine);
  const readingMachine =
    settings.readingMachine === null
      ? undefined
      : new StepFunctionsReading(stepFunctionsClient(), settings.readingMachine);
  const definitions = new MonitorDefinitions(join(import.meta.dirname, 'monitors'));
  return {
    definitions,
    log: new Logger({ serviceName: 'driftwarden' }),
    // Lambda sets both.
    place: { function: functionName ?? null, logGroup: process.env.AWS_LAMBDA_LOG_GROUP_NAME ?? null },
    clock: Date.now,
    // The variables by which the clients of the SDK find another endpoint. Only a deployment can set them, not a caller.
    identify: (claim) =>
      identifyCaller(claim, process.env.AWS_ENDPOINT_URL_STS || process.env.AWS_ENDPOINT_URL || undefined),
    context: (run) =>
      awsContext({
        clients,
        bucket: stateBucket,
        expectedBucketOwner: settings.bucketOwner,
        topicArn: alertTopic,
        alertFormat,
        emailOf: (monitor) => definitions.get(monitor).alerts.email,
        namespace: metricNamespace,
        workflow,
        readingMachine,
        // Lambda sets it.
        region: process.env.AWS_REGION,
        functionName,
        operationsFunction: (isForOperations ? functionName : operationsFunction) ?? undefined,
        memory,
        readers,
        ...run,
      }),
  };
}
