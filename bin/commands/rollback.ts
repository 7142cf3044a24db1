import type { Command } from 'commander';
import { freeLockOfDeadProcess } from '../../lambdas/adapters/local/retraining/executions.ts';
import type { WorkflowEvent } from '../../lambdas/adapters/local/workflow/events.ts';
import { type Asked, askForRollback, listRetrainings } from '../../lambdas/core/operate-retraining.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import { localRetrainingWorld } from './local-world.ts';
import { asOfOption } from './options.ts';
import { showAsked, showEnd, stateLine } from './retrain.ts';
import { askFunction, type RetrainingOptions, retrainingOptions, whoAsks } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

interface RollbackOptions extends RetrainingOptions {
  readonly dryRun?: boolean;
  readonly asOf?: number;
}

const HELP = `
One step back: to the model, and the baseline, that served before the last
retraining. Exits with 1 when it does not start, or fails.

Examples:
  driftwarden rollback flight-delays --dry-run
  driftwarden rollback flight-delays`;

export function addRollbackCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  retrainingOptions(program.command('rollback'))
    .argument('<monitor>', "a monitor's name, or its file")
    .summary('go back to the model that served before')
    .description('Goes back to the model that served before the last retraining, and to its baseline.')
    .option('--dry-run', 'only say what would happen, and why not')
    .addOption(asOfOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RollbackOptions>();
      const { dryRun = false } = options;
      const by = whoAsks();
      if (options.function !== undefined) {
        if (options.asOf !== undefined)
          throw new UsageError('--as-of is for this machine: a deployed function has its own time');
        const event = { operation: 'rollback', monitor: name, by, dryRun } as const;
        showAsked(await askFunction<Asked>(options.function, event), options, terminal, outcome);
        return;
      }
      const monitor = readMonitor(findMonitorFile(name, options.monitors));
      const { store, monitors, asOf: now } = options;
      const listener = (event: WorkflowEvent) => terminal.note(stateLine(event));
      const world = localRetrainingWorld(
        monitor,
        { store, monitors, dryRun, listener, ...(now !== undefined && { now }) },
        terminal,
      );
      if (!dryRun) await freeLockOfDeadProcess(world.results, monitor.name, world.now);
      const asked = await askForRollback(monitor, by, world);
      if (dryRun || !asked.starts) showAsked(asked, options, terminal, outcome);
      else
        await showEnd(asked, (await listRetrainings(monitor, world)).runs, world, {
          monitor: monitor.name,
          terminal,
          options,
          outcome,
        });
    });
}
