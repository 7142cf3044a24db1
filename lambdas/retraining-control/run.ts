import type { Monitor } from '../core/monitor/monitor.ts';
import { answerRetraining, askForRetraining, askForRollback, listRetrainings } from '../core/operate-retraining.ts';
import { doStep, type StepCall } from '../core/retrain-step.ts';
import type { ControlStepName } from '../core/retraining/contract.ts';
import { RetrainingError, type RetrainingWorld } from '../core/steps/retraining/context.ts';
import { CONTROL_STEPS } from '../core/steps/retraining/control-steps.ts';
import type { Operation } from '../runtime/operation-event.ts';

/** Does a step of the machine, or what a person asks for. */
export async function runControl(
  event: StepCall<ControlStepName> | Operation,
  monitor: Monitor,
  world: RetrainingWorld,
): Promise<unknown> {
  return 'step' in event ? doStep(CONTROL_STEPS, event, monitor, world) : operate(event, monitor, world);
}

async function operate(operation: Operation, monitor: Monitor, around: RetrainingWorld): Promise<unknown> {
  const { by, dryRun, id, note } = operation;
  const world = { ...around, dryRun };
  switch (operation.operation) {
    case 'retrain':
      return askForRetraining(monitor, by, world);
    case 'rollback':
      return askForRollback(monitor, by, world);
    case 'retrainings':
      return listRetrainings(world.results, monitor.name);
    case 'approve':
    case 'refuse': {
      if (id === undefined) throw new RetrainingError('which retraining? "id" is missing');
      const approved = operation.operation === 'approve';
      await answerRetraining(monitor.name, id, { approved, by, note }, world);
      return { id, approved };
    }
  }
}
