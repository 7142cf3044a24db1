import type { WorkflowEvent } from '../../../../lambdas/states-language/events.ts';
import type { Execution } from './execution.ts';

const ENDED = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' };

/** An execution's events as GetExecutionHistory gives them: one for each state and failure, none for what tasks do inside. */
export function historyOf({ events, machine }: Execution): Record<string, unknown>[] {
  const types = new Map<string, string>();
  return events.map((event, index) => {
    if (event.type === 'stateEntered') types.set(event.state, event.stateType);
    const [type, details] = describe(event, types, machine.roleArn);
    return {
      id: index + 1,
      previousEventId: index,
      timestamp: event.time / 1000,
      type,
      // The details of each type are in a field named after it.
      [`${fieldOf(type)}EventDetails`]: details,
    };
  });
}

function describe(event: WorkflowEvent, types: ReadonlyMap<string, string>, roleArn: string): [string, object] {
  switch (event.type) {
    case 'executionStarted':
      return ['ExecutionStarted', { input: JSON.stringify(event.input), roleArn }];
    case 'stateEntered':
      return [`${event.stateType}StateEntered`, { name: event.state, input: JSON.stringify(event.input) }];
    case 'stateExited':
      return [`${event.stateType}StateExited`, { name: event.state, output: JSON.stringify(event.output) }];
    case 'stateRetried':
    case 'stateFailed': {
      const { error, cause } = event;
      const stateType = types.get(event.state);
      if (stateType !== 'Task') return [`${stateType}StateFailed`, { error, cause }];
      return [error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed', { error, cause }];
    }
    case 'mapRunStarted':
      return ['MapRunStarted', { mapRunArn: event.mapRun }];
    case 'mapRunEnded': {
      const { error, cause } = event;
      return error === undefined ? ['MapRunSucceeded', {}] : ['MapRunFailed', { error, cause }];
    }
    case 'executionEnded': {
      const { outcome } = event;
      const type = `Execution${ENDED[outcome.status]}`;
      if (outcome.status === 'SUCCEEDED') return [type, { output: JSON.stringify(outcome.output) }];
      return [type, { error: outcome.error, cause: outcome.cause }];
    }
  }
}

function fieldOf(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEntered';
  if (type.endsWith('StateExited')) return 'stateExited';
  return type[0].toLowerCase() + type.slice(1);
}
