import { GetFunctionRecursionConfigCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { receiveAll } from '../aws/inbox.ts';
import { readDeadLetter } from '../aws/messages.ts';
import { formatDuration } from '../duration.ts';
import { expect, type Session, waitFor } from '../session.ts';
import type { Deployed } from './deployed.ts';
import type { Done } from './runner.ts';

const MINUTE = 60_000;
/** The first attempt and two more. */
const ATTEMPTS = 3;
/** A minute before the second attempt, and two before the third. */
const LEAST = 3 * MINUTE;

/** Sends an event that no function can work off, as a schedule does, and waits until Lambda gives it up. */
export async function sendFailingEvent(session: Session, { outputs }: Deployed): Promise<Done> {
  const { clients, evidence, names, time } = session;
  const monitor = `${names.prefix}-nobody`;
  const start = time.now();
  await clients.lambda.send(
    new InvokeCommand({
      FunctionName: outputs.CheckDriftFunction,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify({ monitor })),
    }),
  );
  const letter = await waitFor(session, { what: 'the dead letter', every: 15_000, atMost: 10 * MINUTE }, async () => {
    const letters = (await receiveAll(session, outputs.DeadLetterQueueUrl)).map(readDeadLetter);
    return letters.find((each) => each?.monitor === monitor) ?? undefined;
  });
  const took = time.now() - start;
  const { attempts, condition, requestId } = letter;
  const note = `${attempts} attempts in ${formatDuration(took)} under the request id ${requestId}, ${condition}`;
  const holds = attempts === ATTEMPTS && condition === 'RetriesExhausted' && took >= LEAST;
  expect(evidence.decide('asynchronous-retries', holds, note), note);
  return { note };
}

/** Whether Lambda lets the accuracy check start itself as often as it has to. */
export async function readRecursion({ clients, evidence }: Session, { outputs }: Deployed): Promise<Done> {
  const FunctionName = outputs.CheckAccuracyFunction;
  const { RecursiveLoop } = await clients.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
  const note = `RecursiveLoop of the accuracy check is ${RecursiveLoop}`;
  evidence.decide('recursive-loop', RecursiveLoop === 'Allow', note);
  return { note };
}
