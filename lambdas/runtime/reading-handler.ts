import type { Context } from 'aws-lambda';
import type { StepContext } from '../core/check/reading/fan-out/plan.ts';
import { runReadingStep } from '../core/check/reading/fan-out/run-step.ts';
import { type ReadingStep, type Repeated, readingStepSchema } from '../core/check/reading/fan-out/steps.ts';
import { toError } from '../core/text/error-message.ts';
import { EventError, problemsOf } from './event.ts';
import type { Dependencies } from './handler.ts';

export interface ReadingDependencies extends Pick<Dependencies, 'definitions' | 'log' | 'clock'> {
  readonly context: StepContext;
}

/**
 * Makes the handler for the steps of the reading machine: reads the event, finds the monitor, does the step, logs. Failures are thrown:
 * the machine repeats the step or fails.
 */
export function makeReadingHandler({
  definitions,
  log,
  clock,
  context,
}: ReadingDependencies): (event: unknown, lambda: Pick<Context, 'awsRequestId'>) => Promise<Repeated | null> {
  return async (given, { awsRequestId: runId }) => {
    log.resetKeys();
    log.appendKeys({ runId, kind: 'reading' });
    try {
      const { monitor: name, ...request } = parseReadingEvent(given);
      log.appendKeys({ monitor: name, ...request });
      const monitor = definitions.get(name);
      const now = clock();
      log.info('started', {});
      const answer = await runReadingStep({ monitor: name, ...request }, monitor, context);
      log.info('done', { ...answer, milliseconds: clock() - now });
      return answer;
    } catch (error) {
      log.error('failed', toError(error));
      throw error;
    }
  };
}

/** @throws EventError */
function parseReadingEvent(event: unknown): ReadingStep {
  const parsed = readingStepSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  const steps = readingStepSchema.options.map(({ shape }) => shape.step.value);
  throw new EventError(
    `this is not an event for the reading of a large window: ${problemsOf(parsed.error)}. Accepted: a step of the reading machine: ${steps.join(', ')}`,
    { cause: parsed.error },
  );
}
