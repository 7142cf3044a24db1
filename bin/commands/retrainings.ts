import type { Command } from 'commander';
import { retrainingsText } from '../../lambdas/core/report/retrainings-text.ts';
import { listRetrainings, type RetrainingOverview } from '../../lambdas/core/retraining/operate-retraining.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { localWorld } from './local-context.ts';
import { askFunction, type RetrainingOptions, retrainingOptions, whoAsks } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

const HELP = `
Examples:
  driftwarden retrainings flight-delays
  driftwarden retrainings flight-delays --json
  driftwarden retrainings flight-delays --function driftwarden-retrain`;

export function addRetrainingsCommand(program: Command, terminal: Terminal): void {
  retrainingOptions(program.command('retrainings'))
    .argument('<monitor>', "a monitor's name, or its file")
    .summary('what was retrained, why, and what serves')
    .description('Shows what serves, which retraining is asked for and why it waits, and those that have run.')
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RetrainingOptions>();
      const overview = await readOverview(name, options, terminal);
      terminal.out(options.json ? formatJson(overview) : `${retrainingsText(overview, terminal.width)}\n`);
    });
}

function readOverview(name: string, options: RetrainingOptions, terminal: Terminal): Promise<RetrainingOverview> {
  if (options.function !== undefined) {
    return askFunction(options.function, { operation: 'retrainings', monitor: name, by: whoAsks() });
  }
  const monitor = readMonitor(findMonitorFile(name, options.monitors));
  return listRetrainings(monitor, localWorld(monitor, options, terminal));
}
