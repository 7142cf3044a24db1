import type { IncidentOutcome } from '../core/operate/incidents.ts';
import type { Dependencies, LambdaContext } from './handler.ts';
import { isOperation, operateIncident, parseIncidentEvent } from './incident-event.ts';
import { makeOperationHandler, type OperationDependencies, type OperationLambda } from './operation-handler.ts';

type Invocation<T, L> = (event: unknown, context: L) => Promise<T>;

/**
 * Lets the function of a check also accept operations on incidents: every monitor has such a function, and it may write the
 * monitor's state. An operation is not a run and publishes no heartbeat.
 */
export function withIncidents<T>(
  check: Invocation<T, LambdaContext>,
  { context, ...dependencies }: Dependencies & Pick<OperationDependencies<unknown>, 'identify'>,
): Invocation<T | IncidentOutcome, LambdaContext & OperationLambda> {
  const operate = makeOperationHandler(
    { kind: 'incident', parse: parseIncidentEvent, work: operateIncident },
    { ...dependencies, context: (run) => context({ ...run, dashboard: undefined }) },
  );
  return (event, lambda) => (isOperation(event) ? operate(event, lambda) : check(event, lambda));
}
