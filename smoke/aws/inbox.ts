import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Alert } from '../../lambdas/core/alerts.ts';
import { type Session, SmokeError, waitFor } from '../session.ts';
import { readTopicMessage, type TopicMessage } from './messages.ts';

/** Seconds that a request waits for a message: more than none, so that SQS asks all of its servers. */
const LONG_POLL = 2;
const EVERY = 5000;

/** Takes what there is in a queue, and deletes it there. @returns the bodies */
export async function receiveAll({ clients }: Pick<Session, 'clients'>, QueueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: LONG_POLL };
    const { Messages: messages = [] } = await clients.sqs.send(new ReceiveMessageCommand(request));
    if (messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of messages) {
      await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      bodies.push(Body);
    }
  }
}

/** The queue that is subscribed to the alert topic, and everything that has arrived there. */
export class Inbox {
  readonly messages: TopicMessage[] = [];
  readonly #session: Pick<Session, 'clients' | 'time'>;
  readonly #url: string;

  constructor(session: Pick<Session, 'clients' | 'time'>, url: string) {
    this.#session = session;
    this.#url = url;
  }

  /** Alerts so far that match. */
  alerts(matches: (alert: Alert) => boolean): Alert[] {
    return this.messages.flatMap((message) =>
      message.kind === 'alert' && matches(message.alert) ? [message.alert] : [],
    );
  }

  async receive(): Promise<void> {
    this.messages.push(...(await receiveAll(this.#session, this.#url)).map(readTopicMessage));
  }

  /** Receives for so long, to see that nothing more comes. */
  async listen(milliseconds: number): Promise<void> {
    const { time } = this.#session;
    const end = time.now() + milliseconds;
    while (time.now() < end) {
      await time.sleep(EVERY);
      await this.receive();
    }
  }

  /** Waits for a message. @throws SmokeError when none matches in time */
  async wait(what: string, matches: (message: TopicMessage) => boolean, atMost = 120_000): Promise<void> {
    const look = async () => {
      await this.receive();
      return this.messages.find(matches);
    };
    try {
      await waitFor(this.#session, { what, every: EVERY, atMost }, look);
    } catch (error) {
      if (!(error instanceof SmokeError)) throw error;
      throw new SmokeError(`${error.message}; ${this.messages.length} other messages arrived`);
    }
  }
}
