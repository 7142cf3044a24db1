import { userInfo } from 'node:os';
import type { Command } from 'commander';
import * as z from 'zod';
import { problemsOf } from '../../lambdas/runtime/event.ts';
import type { OperationRequest } from '../../lambdas/runtime/operation-event.ts';
import { CommandError } from './explain.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';

/** Options of every command about retrainings. */
export interface RetrainingOptions extends StoreOptions {
  readonly function?: string;
  readonly json?: boolean;
}

/** For commands that ask a deployed monitor as well as one of this machine. */
export function retrainingOptions(command: Command): Command {
  return showStoreOptions(command)
    .option('--function <name>', 'invoke the deployed function of this name or ARN instead')
    .option('--json', 'print as JSON');
}

/** Who asks: the user's name on this machine. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user often has no name.
    return process.env.USER ?? 'somebody';
  }
}

/** What Lambda answers where a function threw. */
const failureSchema = z.object({ errorMessage: z.string().optional() }).nullable().catch(null);

/**
 * Asks the deployed function, and gives its answer. The AWS SDK is loaded here and not before: nothing else on the command line
 * needs it.
 *
 * @throws CommandError when the function refuses, with what it says, or answers what this version cannot read
 */
export async function invokeFunction<T>(name: string, event: OperationRequest, answers: z.ZodType<T>): Promise<T> {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient({});
  try {
    const sent = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
    );
    const text = new TextDecoder().decode(sent.Payload);
    const answer: unknown = text === '' ? null : JSON.parse(text);
    if (sent.FunctionError !== undefined) {
      throw new CommandError(`${name}: ${failureSchema.parse(answer)?.errorMessage ?? sent.FunctionError}`);
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
