import { InvokeCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { printable } from '../../lambdas/core/text/printable.ts';
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
