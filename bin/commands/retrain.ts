import type { Command } from 'commander';
import { requestRetraining } from '../../lambdas/core/retraining/operate-retraining.ts';
import { asOfOption } from './options.ts';
import { addRetrainListCommand } from './retrain-list.ts';
import { retrainingOptions } from './retraining-function.ts';
import { type OperationOptions, runOperation } from './retraining-operation.ts';
import type { Terminal } from './terminal.ts';

const HELP = `
Bound by lock, cooldown, budget and broken data, as every retraining is. Here it
runs retraining.commands of the monitor file, to the end; in an account the
function starts it. Exits with 1 when it does not start, or fails.

Examples:
  driftwarden retrain flight-delays --dry-run
  driftwarden retrain flight-delays
  driftwarden retrain flight-delays --function driftwarden-retrain`;

export function addRetrainCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  const retrain = retrainingOptions(program.command('retrain'))
    .argument('<monitor>', "a monitor's name, or its file")
    .summary('retrain, judge and deploy now')
    .description('Asks for a retraining: train, judge against the live model, deploy the better one.')
    .option('--dry-run', 'only say what would happen, and why not')
    .addOption(asOfOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<OperationOptions>();
      await runOperation({ name: 'retrain', ask: requestRetraining }, name, options, { terminal, outcome });
    })
    .helpCommand(false);
  addRetrainListCommand(retrain, terminal);
}
