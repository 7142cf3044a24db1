import type { Monitor } from '../core/monitor/monitor.ts';
import {
  answerApproval,
  listRetrainings,
  requestRetraining,
  requestRollback,
} from '../core/retraining/operate-retraining.ts';
import type { ApprovalOutcome } from '../core/retraining/operation-answers.ts';
import type { OperationContext } from '../core/retraining/steps/context.ts';
import { type Attributed, operateIncident } from '../runtime/incident-event.ts';
import type { OperationEvent } from '../runtime/operation-event.ts';

/** Runs an operation that a person requests. */
export async function runOperation(
  event: Attributed<OperationEvent>,
  monitor: Monitor,
  context: OperationContext,
): Promise<unknown> {
  switch (event.operation) {
    case 'retrain':
      return requestRetraining(monitor, event.by, { ...context, dryRun: event.dryRun });
    case 'rollback':
      return requestRollback(monitor, event.by, { ...context, dryRun: event.dryRun });
    case 'list-retrainings':
    case 'retrainings':
      return listRetrainings(monitor, context);
    case 'approve':
    case 'reject':
    case 'refuse': {
      const { by, id, note } = event;
      const approved = event.operation === 'approve';
      await answerApproval(monitor.name, id, { approved, by, note }, context);
      return { id, approved } satisfies ApprovalOutcome;
    }
    case 'acknowledge':
    case 'resolve':
      return operateIncident(event, monitor, context);
  }
}
