import { UnsupportedError } from '../../aws-error.ts';
import type { Resource, Stack } from '../../template/stack.ts';

/** A function of the template. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** File and export, such as `index.handler`. */
  readonly handler: string;
  /** Folder with the bundled code. */
  readonly folder: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Megabytes (2^20 bytes). */
  readonly memory: number;
  readonly isInVpc: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly reservedConcurrency: number | undefined;
  /** How often an asynchronous event is tried again, and how old it may be, milliseconds. */
  readonly maxRetries: number;
  readonly maxEventAge: number;
  /** Queue or topic of events that failed for good. */
  readonly deadLetterArn: string | undefined;
  /** Queue or topic of the records of events that failed for good. */
  readonly onFailureArn: string | undefined;
}

/** Lambda's own defaults. */
const DEFAULT_TIMEOUT = 3;
const DEFAULT_MEMORY = 128;
const DEFAULT_RETRIES = 2;
const DEFAULT_EVENT_AGE = 21_600;

/** The functions of a stack by ARN. @throws UnsupportedError for code and runtimes that cannot run here */
export function readFunctions(stack: Stack): Map<string, LambdaFunction> {
  const configs = stack.resources('AWS::Lambda::EventInvokeConfig');
  const functions = new Map<string, LambdaFunction>();
  for (const resource of stack.resources('AWS::Lambda::Function')) {
    const config = configs.find(({ properties }) => [resource.ref, resource.arn].includes(properties.FunctionName));
    functions.set(resource.arn, readFunction(resource, config, stack));
  }
  return functions;
}

function readFunction(
  { id, ref, arn, properties }: Resource,
  config: Resource | undefined,
  stack: Stack,
): LambdaFunction {
  if (!/^nodejs\d+\.x$/.test(properties.Runtime))
    throw new UnsupportedError(`${id}: the test account runs Node functions, not ${properties.Runtime}`);
  const folder = stack.assetFolder(properties.Code.S3Key ?? '');
  if (folder === undefined) throw new UnsupportedError(`${id}: its code is not a file asset of cdk.out`);
  const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${ref}`;
  return {
    name: ref,
    arn,
    roleArn: properties.Role,
    handler: properties.Handler,
    folder,
    timeout: Number(properties.Timeout ?? DEFAULT_TIMEOUT) * 1000,
    memory: Number(properties.MemorySize ?? DEFAULT_MEMORY),
    isInVpc: (properties.VpcConfig?.SubnetIds ?? []).length > 0,
    environment: properties.Environment?.Variables ?? {},
    logGroup,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    maxRetries: config?.properties.MaximumRetryAttempts ?? DEFAULT_RETRIES,
    maxEventAge: (config?.properties.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE) * 1000,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    onFailureArn: config?.properties.DestinationConfig?.OnFailure?.Destination,
  };
}
