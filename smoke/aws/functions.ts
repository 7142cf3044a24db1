import { InvokeCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { signOperationFor } from '../../lambdas/adapters/aws/sign-operation.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import type { OperationRequest } from '../../lambdas/runtime/operation-event.ts';
import { type Session, SmokeError } from '../session.ts';

/** A function has thrown an error. */
export class FunctionError extends SmokeError {
  /** Name of the error's class. */
  readonly type: string;
  constructor(name: string, type: string, message: string) {
    super(`${name}: ${type}: ${message}`);
    this.type = type;
  }
}

const failureSchema = z.object({ errorType: z.string(), errorMessage: z.string() }).catch({
  errorType: 'unknown',
  errorMessage: 'no message',
});

/** Invokes a function and waits for its answer. @throws FunctionError, SmokeError for an answer of another form */
export async function invoke<T>(
  { clients }: Pick<Session, 'clients'>,
  name: string,
  event: object,
  answers: z.ZodType<T>,
): Promise<T> {
  const sent = await clients.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
  );
  const text = new TextDecoder().decode(sent.Payload);
  const answer: unknown = text === '' ? null : JSON.parse(text);
  if (sent.FunctionError !== undefined) {
    const { errorType, errorMessage } = failureSchema.parse(answer);
    throw new FunctionError(name, printable(errorType, 100), printable(errorMessage, 500));
  }
  const parsed = answers.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new SmokeError(`${name} gave an answer of another form: ${z.prettifyError(parsed.error)}`);
}

/** Signs an operation as the command line does, and invokes a function of this account and region with it. @throws as {@link invoke} */
export async function operate<T>(
  session: Pick<Session, 'clients'>,
  name: string,
  operation: OperationRequest,
  answers: z.ZodType<T>,
): Promise<T> {
  return invoke(session, name, await signOperationFor(name, operation, session.clients.sts), answers);
}

/** What a drift check answers, as far as the program looks at it. */
export const driftAnswer = z.object({
  outcome: z.string(),
  window: z.string(),
  rows: z.number(),
  dataMatches: z.string(),
  nextStep: z.string(),
  openIncidents: z.array(z.string()),
});

/** What an accuracy check answers. */
export const accuracyAnswer = z.object({
  outcome: z.string(),
  checks: z.array(
    z.object({ window: z.string(), rows: z.number(), labelled: z.number().nullable(), nextStep: z.string() }),
  ),
});
