import { Writable } from 'node:stream';
import { type Command, CommanderError } from 'commander';
import { COMMANDS } from '../../bin/commands/command-list.ts';
import { bareProgram } from '../../bin/commands/program.ts';
import { type CommandLineProcess, terminalOf } from '../../bin/commands/terminal.ts';

const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() }) as unknown as NodeJS.WriteStream;

/** The whole command line, whose commands parse their arguments and then do nothing. */
async function parser(): Promise<Command> {
  const process: CommandLineProcess = { stdout: sink(), stderr: sink(), env: {} };
  const context = { terminal: terminalOf(process), process, outcome: { code: 0 } };
  const program = bareProgram(context);
  for (const listed of COMMANDS) await listed.add(program, context);
  for (const command of program.commands.flatMap((each) => [each, ...each.commands])) command.action(() => {});
  return program;
}

/** What the command line says against these arguments; null: nothing. */
export async function refusalOf(args: readonly string[]): Promise<string | null> {
  try {
    await (await parser()).parseAsync(args, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? null : error.message;
  }
}
