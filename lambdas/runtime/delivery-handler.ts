import { type Delivered, type DeliveryContext, deliver, reconcile } from '../core/delivery/deliver.ts';
import { UndeliveredError } from '../core/delivery/undelivered.ts';
import { toError } from '../core/text/error-message.ts';
import { parseDeliveryEvent } from './delivery-event.ts';
import type { Dependencies, LambdaContext } from './handler.ts';

export interface DeliveryDependencies extends Pick<Dependencies, 'log' | 'clock'> {
  context(run: Pick<DeliveryContext, 'now' | 'timeLeft'>): DeliveryContext;
}

/** The answer to an invocation. */
interface DeliveryAnswer extends Delivered {
  /** Ids of messages that are neither alerts of these monitors nor alarms. */
  readonly ignored: readonly string[];
}

/**
 * Makes the handler that sends alerts to targets outside AWS. Failures are thrown, so that Lambda retries and then sends the event to the
 * dead-letter queue. The next run sends stored events too.
 */
export function makeDeliveryHandler({
  log,
  clock,
  context: contextOf,
}: DeliveryDependencies): (event: unknown, context: LambdaContext) => Promise<DeliveryAnswer> {
  return async (given, lambda) => {
    const { awsRequestId: runId } = lambda;
    log.resetKeys();
    log.appendKeys({ runId, kind: 'delivery' });
    try {
      const now = clock();
      const context = contextOf({ now, timeLeft: lambda.getRemainingTimeInMillis?.bind(lambda) });
      const messages = parseDeliveryEvent(given, context.monitors);
      const ignored = messages?.ignored ?? [];
      log.info('started', {
        events: messages?.events.map(({ action, problem }) => `${action} ${problem}`) ?? 'reconcile',
        ignored,
      });
      const delivered = messages === null ? await reconcile(context) : await deliver(messages.events, context);
      log.info('done', { ...delivered, milliseconds: clock() - now });
      return { ...delivered, ignored };
    } catch (error) {
      if (error instanceof UndeliveredError) for (const lost of error.lost) log.error('lost', lost);
      log.error('failed', toError(error));
      throw error;
    }
  };
}
