import type { Command } from 'commander';
import { requestRetraining } from '../../lambdas/core/retraining/operate-retraining.ts';
import { asOfOption } from './options.ts';
import { addRetrainListCommand } from './retrain-list.ts';
import { retrainingOptions } from './retraining-function.ts';
import { type OperationOptions, runOperation } from './retraining-operation.ts';
import type { Terminal } from './terminal.ts';

const HELP = `
The same rules on lock, cooldown, budget and broken data apply as to any
retraining. On this machine it runs retraining.commands of the monitor file to
the end; with --function, the deployed function starts it. Exits with 1 if it
fails or does not start.

Examples:
  driftwarden retrain flight-delays --dry-run
  driftwarden retrain flight-delays
  driftwarden retrain flight-delays --function driftwarden-retrain`;

export function addRetrainCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  const retrain = retrainingOptions(program.command('retrain'))
    .argument('<monitor>', 'name or file of the monitor')
    .summary('train a candidate now; deploy it if it is better')
    .description('Requests a retraining: trains a candidate, judges it against the live model, deploys the better one.')
    .option('--dry-run', 'only report what would happen, or why not')
    .addOption(asOfOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<OperationOptions>();
      await runOperation({ name: 'retrain', ask: requestRetraining }, name, options, { terminal, outcome });
    })
    .helpCommand(false);
  addRetrainListCommand(retrain, terminal);
}
