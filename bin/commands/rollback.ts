import type { Command } from 'commander';
import { requestRollback } from '../../lambdas/core/retraining/operate-retraining.ts';
import { asOfOption } from './options.ts';
import { retrainingOptions } from './retraining-function.ts';
import { type OperationOptions, runOperation } from './retraining-operation.ts';
import type { Terminal } from './terminal.ts';

const HELP = `
Goes back one step: to the model and the baseline before the last retraining.
Exits with 1 when it does not start or fails.

Examples:
  driftwarden rollback flight-delays --dry-run
  driftwarden rollback flight-delays`;

export function addRollbackCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  retrainingOptions(program.command('rollback'))
    .argument('<monitor>', 'name or file of the monitor')
    .summary('restore the model that served before')
    .description('Restores the model that served before the last retraining, and its baseline.')
    .option('--dry-run', 'only report what would happen, or why not')
    .addOption(asOfOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<OperationOptions>();
      await runOperation({ name: 'rollback', ask: requestRollback }, name, options, { terminal, outcome });
    });
}
