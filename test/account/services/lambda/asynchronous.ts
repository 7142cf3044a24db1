import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Sns } from '../sns/sns.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { LambdaFunction } from './function.ts';
import type { Lambda, Run } from './lambda.ts';

/** Lambda waits a minute before the second attempt and two before the third. */
const WAIT_PER_ATTEMPT = 60_000;

/** What happens to asynchronous events whose function fails: tried again under the same request id, then handed over. */
export class AsynchronousEvents {
  /** Hand-overs that were refused, as `DeadLetterErrors` counts them. */
  readonly lost: { readonly run: Run; readonly error: AwsError }[] = [];
  readonly #clock: VirtualClock;
  readonly #lambda: Lambda;
  readonly #sqs: Sqs;
  readonly #sns: Sns;

  constructor(clock: VirtualClock, lambda: Lambda, sqs: Sqs, sns: Sns) {
    this.#clock = clock;
    this.#lambda = lambda;
    this.#sqs = sqs;
    this.#sns = sns;
  }

  /** Called after a failed attempt, counted from 1. */
  onFailure(of: LambdaFunction, run: Run, attempt: number): void {
    const next = this.#clock.now + WAIT_PER_ATTEMPT * attempt;
    const received = this.#clock.now - (WAIT_PER_ATTEMPT * attempt * (attempt - 1)) / 2;
    const tooOld = next - received > of.maxEventAge;
    if (attempt <= of.maxRetries && !tooOld) {
      this.#clock.at(next, () => this.#lambda.attempt(of, run.event, run.requestId, attempt + 1));
      return;
    }
    const { errorType = '', errorMessage = '' } = run.error ?? {};
    if (of.deadLetterArn !== undefined) {
      const attributes = new Map([
        ['RequestID', run.requestId],
        ['ErrorCode', '200'],
        ['ErrorMessage', errorMessage.slice(0, 1024)],
      ]);
      this.#handOver(of.deadLetterArn, JSON.stringify(run.event), attributes, run);
    }
    if (of.onFailureArn !== undefined) {
      const record = {
        version: '1.0',
        timestamp: new Date(this.#clock.now).toISOString(),
        requestContext: {
          requestId: run.requestId,
          functionArn: `${of.arn}:$LATEST`,
          condition: attempt > of.maxRetries ? 'RetriesExhausted' : 'EventAgeExceeded',
          approximateInvokeCount: attempt,
        },
        requestPayload: run.event,
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType, errorMessage },
      };
      this.#handOver(of.onFailureArn, JSON.stringify(record), new Map(), run);
    }
  }

  /** Sent in the name of the function's role. */
  #handOver(arn: string, body: string, attributes: ReadonlyMap<string, string>, run: Run): void {
    try {
      if (arn.includes(':sqs:')) this.#sqs.send(run.role, arn, body, attributes);
      else if (arn.includes(':sns:')) this.#sns.publish(run.role, { topicArn: arn, message: body });
      else
        throw new UnsupportedError(
          `${run.function}: the test account hands failed events to queues and topics, not ${arn}`,
        );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.lost.push({ run, error });
    }
  }
}
