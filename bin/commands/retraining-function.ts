import { userInfo } from 'node:os';
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import * as z from 'zod';
import { problemsOf } from '../../lambdas/runtime/event.ts';
import type { OperationRequest } from '../../lambdas/runtime/operation-event.ts';
import type { WatchdogEvent } from '../../lambdas/runtime/watchdog-handler.ts';
import { CommandError, isUsageErrorType, UsageError } from './explain.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';

/** Options of every command about retrainings. */
export interface RetrainingOptions extends StoreOptions {
  readonly function?: string;
  readonly json?: boolean;
}

/** Adds the options of commands for deployed monitors and monitors on this machine. */
export function retrainingOptions(command: Command): Command {
  return showStoreOptions(command)
    .option('--function <name>', 'invoke the deployed function of this name or ARN instead')
    .option('--json', 'print as JSON');
}

/** The user's name on this machine, for operations on monitors of this machine. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    // The user of a container often has no name.
    return process.env.USER ?? 'unknown';
  }
}

/** Lambda's response when a function threw an error. */
const failureSchema = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() }).catch({});

/**
 * Sends an operation to a deployed function and returns its answer. The operation is signed with this shell's credentials, by which
 * the function identifies the caller.
 *
 * @throws as {@link invokeFunction}
 */
export async function operateFunction<T>(name: string, operation: OperationRequest, answers: z.ZodType<T>): Promise<T> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { FunctionNameError, signOperationFor } = await import('../../lambdas/adapters/aws/sign-operation.ts');
  const client = new STSClient({});
  try {
    const signed = await signOperationFor(name, operation, client);
    return await invokeFunction(name, signed, answers, { credentials: client.config.credentials });
  } catch (error) {
    throw error instanceof FunctionNameError ? new UsageError(`--function: ${error.message}`) : error;
  } finally {
    client.destroy();
  }
}

/**
 * Invokes the deployed function and returns its answer. The AWS SDK is loaded only here and above, because other commands do not need it.
 *
 * @param settings Whose credentials it uses. @default - those of the shell
 * @throws CommandError or UsageError with the function's error; CommandError when this version cannot read the answer
 */
export async function invokeFunction<T>(
  name: string,
  event: OperationRequest | WatchdogEvent,
  answers: z.ZodType<T>,
  settings: Pick<LambdaClientConfig, 'credentials'> = {},
): Promise<T> {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(settings);
  try {
    const sent = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
    );
    const text = new TextDecoder().decode(sent.Payload);
    const answer: unknown = text === '' ? null : JSON.parse(text);
    if (sent.FunctionError !== undefined) {
      const { errorType = '', errorMessage = sent.FunctionError } = failureSchema.parse(answer);
      const FailedAs = isUsageErrorType(errorType) ? UsageError : CommandError;
      throw new FailedAs(`${name}: ${errorMessage}`);
    }
    const parsed = answers.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new CommandError(
      `${name} gives an answer of another version of Driftwarden: ${problemsOf(parsed.error, 'the answer')}`,
    );
  } finally {
    client.destroy();
  }
}
