import { type Argument, Command, CommanderError } from 'commander';
import { nearestName } from '../../lambdas/core/monitor/nearest.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { COMMANDS, type CommandContext } from './command-list.ts';
import { EXIT } from './exit.ts';
import { explain, isUsageError, UsageError } from './explain.ts';
import { globalOptions } from './global-options.ts';
import { runnable } from './program-name.ts';
import { type CommandLineProcess, type Terminal, terminalOf } from './terminal.ts';

const EXAMPLES = `
Examples:
  driftwarden init captures --training train.csv
                                          write a monitor file from your data
  driftwarden validate                    validate every monitor file
  driftwarden baseline flight-delays      build the baseline from the training data
  driftwarden check flight-delays         check the latest window, drift and accuracy
  driftwarden status                      show the state of every monitor
  driftwarden retrain flight-delays       train, judge and deploy the better model
  driftwarden retrain list flight-delays  show what was retrained, and what serves
  driftwarden compare january.parquet june.csv --html page.html
  driftwarden evaluate scored.csv --problem regression --label y --prediction yhat

driftwarden help <command> shows the options and more examples.
The environment variable DRIFTWARDEN_STORE sets the store if --store is not given.

Exit codes: 0 success, 1 failed, 2 wrong usage, 3 the outcome given by --fail-on occurred,
4 no data found by a check.`;

/** Keeps help readable on 80 columns. */
const MIN_DESCRIPTION_WIDTH = 24;

/** Runs one command. Data goes to stdout, progress, alerts and errors to stderr. Returns the exit code. */
export async function runCommandLine(args: readonly string[], process: CommandLineProcess): Promise<number> {
  const terminal = terminalOf(process);
  const code = await runProgram(args, process, terminal);
  const unwritten = await terminal.close();
  if (unwritten === null) return code;
  process.stderr.write(`driftwarden: the output could not be written: ${printable(unwritten.message)}\n`);
  return EXIT.failed;
}

async function runProgram(args: readonly string[], process: CommandLineProcess, terminal: Terminal): Promise<number> {
  const context = { terminal, process, outcome: { code: EXIT.done as number } };
  try {
    const program = bareProgram(context);
    await addCommands(program, wantedCommand(program, args), context);
    await program.parseAsync(args, { from: 'user' });
    return context.outcome.code;
  } catch (error) {
    // Commander has already written its message. Help and version are not errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    terminal.error(explain(error));
    return isUsageError(error) ? EXIT.usage : EXIT.failed;
  }
}

/** The program with its own options and no command. */
export function bareProgram({ terminal, process: { env, stdout } }: CommandContext): Command {
  return new Command('driftwarden')
    .description(
      'Checks whether production data still looks like the training data, and whether the model still performs.',
    )
    .version(packageJson.version)
    .option('--monitors <folder>', 'folder of the monitor files', 'monitors')
    .option('--store <folder>', 'folder for baselines, results and state', env.DRIFTWARDEN_STORE || '.driftwarden')
    .option('-q, --quiet', 'write only results, alerts and errors: no progress, no notes')
    .on('option:quiet', () => terminal.beQuiet())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError(`(${runnable('--help')} shows what is accepted)`)
    .exitOverride()
    .configureHelp({
      minWidthToWrap: MIN_DESCRIPTION_WIDTH,
      showGlobalOptions: true,
      visibleGlobalOptions: (command) =>
        command.parent === null ? [] : globalOptions(command).filter(({ long }) => long === '--quiet'),
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.alert(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'driftwarden: ')),
      getOutHelpWidth: () => (stdout.isTTY ? (stdout.columns ?? 80) : 80),
      getErrHelpWidth: () => 80,
    });
}

/** The program with every command, each with all that it loads. */
export async function wholeProgram(context: CommandContext): Promise<Command> {
  const program = bareProgram(context);
  for (const { add } of COMMANDS) await add(program, context);
  addHelpCommand(program);
  return program;
}

/** The name of the command that these arguments run or ask help for; undefined if there is none. */
function wantedCommand(program: Command, args: readonly string[]): string | undefined {
  const [first, second] = program.parseOptions([...args]).operands;
  return first === 'help' ? second : first;
}

/** Adds the wanted command with all that it loads, and of the others what the list of commands shows. */
async function addCommands(program: Command, wanted: string | undefined, context: CommandContext): Promise<void> {
  for (const listed of COMMANDS) {
    if (listed.name === wanted) await listed.add(program, context);
    else {
      const { name, arguments: accepted = '', summary, hidden = false } = listed;
      const shown = program.command(name, { hidden }).summary(summary);
      for (const argument of accepted.split(' ').filter((word) => word !== '')) shown.argument(argument);
    }
  }
  addHelpCommand(program);
  for (const command of program.commands.flatMap((child) => [child, ...child.commands])) {
    command.showHelpAfterError(`(${runnable('help', ...namesOf(command))} shows what is accepted)`);
  }
}

/** The words after `driftwarden`, such as `retrain`, `list`. */
function namesOf(command: Command): string[] {
  return command.parent === null ? [] : [...namesOf(command.parent), command.name()];
}

/** Unlike commander's own, this help command rejects unknown commands. */
function addHelpCommand(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .argument('[command...]', 'one of the commands')
    .description('show the options of a command')
    .action((names: readonly string[]) => {
      const found = names.reduce((parent, name) => {
        const child = parent.commands.find((command) => command.name() === name);
        if (child === undefined) throw new UsageError(unknownCommand(name, parent));
        return child;
      }, program);
      found.outputHelp();
    });
}

function unknownCommand(name: string, parent: Command): string {
  const names = parent
    .createHelp()
    .visibleCommands(parent)
    .map((command) => command.name());
  const near = nearestName(name, names);
  return `unknown command ${JSON.stringify(name)}; ${near === null ? `the commands are ${names.join(', ')}` : `did you mean ${near}?`}`;
}

function argumentTerm(argument: Argument): string {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
}
