import type { Context } from 'aws-lambda';
import type { Monitor } from '../core/monitor/monitor.ts';
import { toError } from '../core/text/error-message.ts';
import type { Dependencies } from './handler.ts';

/** The fields of every step. */
interface Step {
  readonly monitor: string;
  readonly step: string;
  readonly execution: string;
  readonly id: string;
}

export interface RetrainingDependencies<C> extends Pick<Dependencies, 'definitions' | 'log' | 'clock'> {
  context(run: { readonly runId: string; readonly now: number; readonly monitor: string }): C;
}

/**
 * Makes a Lambda handler for steps of retrainings: reads the event, finds the monitor, runs the work, logs. Failures are thrown: the machine
 * repeats the step or ends the retraining with the reason. Repetitions of a step share a run id, so that each can publish at once
 * what an earlier one left in the outbox.
 */
export function makeRetrainingHandler<T extends Step, C>(
  parse: (event: unknown) => T,
  work: (event: T, monitor: Monitor, context: C) => Promise<unknown>,
  { definitions, log, clock, context: contextOf }: RetrainingDependencies<C>,
): (event: unknown, context: Pick<Context, 'awsRequestId'>) => Promise<unknown> {
  return async (given, { awsRequestId }) => {
    log.resetKeys();
    log.appendKeys({ runId: awsRequestId, kind: 'retraining' });
    try {
      const event = parse(given);
      const { step, execution, id } = event;
      const runId = `${execution}/${step}`;
      log.appendKeys({ runId, monitor: event.monitor, step, id });
      const monitor = definitions.get(event.monitor);
      const now = clock();
      log.info('started', {});
      const answer = await work(event, monitor, contextOf({ runId, now, monitor: monitor.name }));
      log.info('done', { milliseconds: clock() - now });
      return answer;
    } catch (error) {
      log.error('failed', toError(error));
      throw error;
    }
  };
}
