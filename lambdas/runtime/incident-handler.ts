import type { IncidentOutcome } from '../core/operate/incidents.ts';
import type { Dependencies, LambdaContext } from './handler.ts';
import { isOperation, operateIncident, parseIncidentEvent } from './incident-event.ts';

type Invocation<T> = (event: unknown, context: LambdaContext) => Promise<T>;

/**
 * Lets the function of a check also accept operations on incidents: every monitor has such a function, and it may write the
 * monitor's state. An operation is not a run and publishes no heartbeat.
 */
export function withIncidents<T>(
  check: Invocation<T>,
  { definitions, log, clock, context }: Dependencies,
): Invocation<T | IncidentOutcome> {
  const operate: Invocation<IncidentOutcome> = async (given, { awsRequestId: runId }) => {
    log.resetKeys();
    log.appendKeys({ runId, kind: 'incident' });
    try {
      const event = parseIncidentEvent(given);
      const { monitor: name, operation, incident, by } = event;
      log.appendKeys({ monitor: name, operation, incident, by });
      const monitor = definitions.get(name);
      const answered = await operateIncident(event, monitor, context({ runId, now: clock(), dashboard: undefined }));
      log.info('done', { answer: answered.message });
      return answered;
    } catch (error) {
      log.error('failed', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return (event, context) => (isOperation(event) ? operate(event, context) : check(event, context));
}
