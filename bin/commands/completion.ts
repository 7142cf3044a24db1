import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import commands from '../completion/commands.json' with { type: 'json' };
import type { CompletedCommand } from '../completion/completed-command.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Terminal } from './terminal.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

const HELP = `
Completes commands, options, their values, and the names of the monitors in the
folder of --monitors, which is "monitors" by default.

Examples:
  driftwarden completion bash > ~/.local/share/bash-completion/completions/driftwarden
  driftwarden completion zsh > ~/.zfunc/_driftwarden   # a folder of $fpath
  driftwarden completion fish > ~/.config/fish/completions/driftwarden.fish`;

export function addCompletionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .summary('print the completion of a shell: bash, zsh or fish')
    .description('Prints a script with which a shell completes the command line.')
    .addHelpText('after', HELP)
    .action((shell: keyof typeof SCRIPTS) => terminal.out(SCRIPTS[shell](commands as readonly CompletedCommand[])));
}
