import type { Monitor } from '../core/monitor/monitor.ts';
import type { ControlStepName } from '../core/retraining/contract.ts';
import {
  answerRetraining,
  askForRetraining,
  askForRollback,
  listRetrainings,
} from '../core/retraining/operate-retraining.ts';
import { doStep, type StepCall } from '../core/retraining/retrain-step.ts';
import type { RetrainingWorld } from '../core/retraining/steps/context.ts';
import { CONTROL_STEPS } from '../core/retraining/steps/control-steps.ts';
import { operateIncident } from '../runtime/incident-event.ts';
import type { OperationEvent } from '../runtime/operation-event.ts';

/** Does a step of the machine, or what a person asks for. */
export async function runControl(
  event: StepCall<ControlStepName> | OperationEvent,
  monitor: Monitor,
  world: RetrainingWorld,
): Promise<unknown> {
  return 'step' in event ? doStep(CONTROL_STEPS, event, monitor, world) : operate(event, monitor, world);
}

async function operate(event: OperationEvent, monitor: Monitor, world: RetrainingWorld): Promise<unknown> {
  switch (event.operation) {
    case 'retrain':
      return askForRetraining(monitor, event.by, { ...world, dryRun: event.dryRun });
    case 'rollback':
      return askForRollback(monitor, event.by, { ...world, dryRun: event.dryRun });
    case 'retrainings':
      return listRetrainings(monitor, world);
    case 'approve':
    case 'refuse': {
      const { by, id, note } = event;
      const approved = event.operation === 'approve';
      await answerRetraining(monitor.name, id, { approved, by, note }, world);
      return { id, approved };
    }
    case 'acknowledge':
    case 'resolve':
      return operateIncident(event, monitor, world);
  }
}
