import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type ClientOptions, withTimeouts } from './client-options.ts';

/**
 * Starts another run of a function with an event, and does not wait for it. Lambda retries that run and sends it to the dead-letter
 * queue when it fails, like every other.
 *
 * @param functionName The function, which may be the caller.
 */
export function invokeAgain(functionName: string, options: ClientOptions = {}): (event: object) => Promise<void> {
  const client = new LambdaClient(withTimeouts(options));
  return async (event) => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(JSON.stringify(event)),
      }),
    );
  };
}
