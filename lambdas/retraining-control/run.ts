import type { Monitor } from '../core/monitor/monitor.ts';
import type { ControlStepName, StepRequest } from '../core/retraining/contract.ts';
import {
  answerApproval,
  listRetrainings,
  requestRetraining,
  requestRollback,
} from '../core/retraining/operate-retraining.ts';
import type { ApprovalOutcome } from '../core/retraining/operation-answers.ts';
import { runStep } from '../core/retraining/retrain-step.ts';
import type { RetrainingContext } from '../core/retraining/steps/context.ts';
import { CONTROL_STEPS } from '../core/retraining/steps/control-steps.ts';
import { operateIncident } from '../runtime/incident-event.ts';
import type { OperationEvent } from '../runtime/operation-event.ts';

/** Runs a step of the machine, or an operation that a person requests. */
export async function runControl(
  event: StepRequest<ControlStepName> | OperationEvent,
  monitor: Monitor,
  context: RetrainingContext,
): Promise<unknown> {
  return 'step' in event ? runStep(CONTROL_STEPS, event, monitor, context) : operate(event, monitor, context);
}

async function operate(event: OperationEvent, monitor: Monitor, context: RetrainingContext): Promise<unknown> {
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
