import type { Command } from 'commander';
import { retrainingsText } from '../../lambdas/core/report/retrainings-text.ts';
import { listRetrainings } from '../../lambdas/core/retraining/operate-retraining.ts';
import { type RetrainingOverview, retrainingOverviewSchema } from '../../lambdas/core/retraining/operation-answers.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { invokeFunction, type RetrainingOptions, retrainingOptions } from './retraining-function.ts';
import type { OperationOptions } from './retraining-operation.ts';
import type { Terminal } from './terminal.ts';

const HELP = `
Examples:
  driftwarden retrain list flight-delays
  driftwarden retrain list flight-delays --json
  driftwarden retrain list flight-delays --function driftwarden-retrain`;

/**
 * @param parent The command `retrain`.
 * @param oldName A former name of the command, which still works but is hidden.
 */
export function addRetrainListCommand(parent: Command, terminal: Terminal, oldName?: string): void {
  retrainingOptions(parent.command(oldName ?? 'list', { hidden: oldName !== undefined }))
    .argument('<monitor>', 'name or file of the monitor')
    .summary('list past retrainings, a pending request and the live model')
    .description('Shows the live model, a requested retraining and why it waits, and past retrainings.')
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<OperationOptions>();
      refuseOptionsOfRetrain(options);
      const overview = await readOverview(name, options, terminal);
      terminal.out(options.json ? formatJson(overview) : `${refang(retrainingsText(overview, terminal.width))}\n`);
    });
}

/** Rejects options of `retrain`, which commander accepts after `list` too. @throws UsageError */
function refuseOptionsOfRetrain({ dryRun, asOf }: OperationOptions): void {
  const given = [dryRun && '--dry-run', asOf !== undefined && '--as-of'].find((option) => option);
  if (given)
    throw new UsageError(`unknown option '${given}': retrain list starts nothing and shows what is stored now`);
}

function readOverview(name: string, options: RetrainingOptions, terminal: Terminal): Promise<RetrainingOverview> {
  if (options.function !== undefined) {
    const event = { operation: 'list-retrainings', monitor: name } as const;
    return invokeFunction(options.function, event, retrainingOverviewSchema);
  }
  const monitor = readMonitor(findMonitorFile(name, options.monitors));
  return listRetrainings(monitor, localContext(monitor, { ...options, dryRun: true }, terminal));
}
