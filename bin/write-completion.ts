import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Argument, Command, Option } from 'commander';
import { wholeProgram } from './commands/program.ts';
import { type CommandLineProcess, terminalOf } from './commands/terminal.ts';
import type { Completed, CompletedCommand, CompletedOption } from './completion/completed-command.ts';

export const COMPLETION_FILE = join(import.meta.dirname, 'completion/commands.json');

/** What shells complete, from the command line itself: its commands, arguments, options and their choices. */
export async function completionFile(): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const process = { stdout, stderr, env: {} } as unknown as CommandLineProcess;
  const program = await wholeProgram({ terminal: terminalOf(process), process, outcome: { code: 0 } });
  return `${JSON.stringify([...completedCommands(program, [])], null, 1)}\n`;
}

function* completedCommands(command: Command, words: readonly string[]): Generator<CompletedCommand> {
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  yield {
    words: words.join(' '),
    summary: command.summary() || command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      value: completedValue(argument, argument.name()),
      variadic: argument.variadic,
    })),
    options: options.map(completedOption),
  };
  for (const child of help.visibleCommands(command)) yield* completedCommands(child, [...words, child.name()]);
}

function completedOption(option: Option): CompletedOption {
  const names = [option.long, option.short].filter((name) => name !== undefined && name !== null);
  const placeholder = /[<[]([\w-]+)/.exec(option.flags)?.[1];
  return {
    names,
    description: option.description,
    value: placeholder === undefined ? null : completedValue(option, placeholder),
  };
}

/** The names of values by which a shell knows what to offer. */
const KINDS: Readonly<Record<string, 'monitor' | 'command' | 'file' | 'folder'>> = {
  monitor: 'monitor',
  monitors: 'monitor',
  command: 'command',
  folder: 'folder',
  file: 'file',
  place: 'file',
  captures: 'file',
  'baseline-file': 'file',
  'window-file': 'file',
};

function completedValue({ argChoices }: Argument | Option, placeholder: string): Completed {
  if (argChoices !== undefined) return { kind: 'words', words: argChoices };
  return { kind: KINDS[placeholder] ?? 'text' };
}

if (import.meta.main) writeFileSync(COMPLETION_FILE, await completionFile());
