import { type Argument, Command, CommanderError } from 'commander';
import { nearestName } from '../../lambdas/core/monitor/nearest.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { addApprovalCommand } from './approval.ts';
import { addBacktestCommand } from './backtest.ts';
import { addBaselineCommand } from './baseline.ts';
import { addCheckCommand } from './check.ts';
import { addCompareCommand } from './compare.ts';
import { addDoctorCommand } from './doctor.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { EXIT } from './exit.ts';
import { explain, isUsageError, UsageError } from './explain.ts';
import { addExplainCommand } from './explain-topic.ts';
import { addHashCommand } from './hash.ts';
import { addIncidentCommands } from './incident.ts';
import { addInitCommand } from './init.ts';
import { addReportCommand } from './report.ts';
import { addRetrainCommand } from './retrain.ts';
import { addRetrainListCommand } from './retrain-list.ts';
import { addRollbackCommand } from './rollback.ts';
import { addStatusCommand } from './status.ts';
import { type Streams, type Terminal, terminalOf } from './terminal.ts';
import { addValidateCommand } from './validate.ts';

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

/** The part of `process` that a command line needs. */
export interface CommandLineProcess extends Streams {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Where questions are answered, and where `-` reads data from. Nothing is asked without it, and if it or stdout is no terminal.
   */
  readonly stdin?: NodeJS.ReadStream;
}

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
  const outcome = { code: EXIT.done as number };
  try {
    await buildProgram(terminal, outcome, process).parseAsync(args, { from: 'user' });
    return outcome.code;
  } catch (error) {
    // Commander has already written its message. Help and version are not errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    terminal.error(explain(error));
    return isUsageError(error) ? EXIT.usage : EXIT.failed;
  }
}

function buildProgram(terminal: Terminal, outcome: { code: number }, process: CommandLineProcess): Command {
  const { env, stdout } = process;
  const program = new Command('driftwarden')
    .description(
      'Checks whether production data still looks like the training data, and whether the model still performs.',
    )
    .version(packageJson.version)
    .option('--monitors <folder>', 'folder of the monitor files', 'monitors')
    .option('--store <folder>', 'folder for baselines, results and state', env.DRIFTWARDEN_STORE || '.driftwarden')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureHelp({
      minWidthToWrap: MIN_DESCRIPTION_WIDTH,
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.note(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'driftwarden: ')),
      getOutHelpWidth: () => (stdout.isTTY ? (stdout.columns ?? 80) : 80),
      getErrHelpWidth: () => 80,
    });
  addInitCommand(program, terminal, process);
  addCheckCommand(program, terminal, outcome);
  addBaselineCommand(program, terminal);
  addValidateCommand(program, terminal, outcome);
  addStatusCommand(program, terminal, outcome);
  addReportCommand(program, terminal, outcome);
  addBacktestCommand(program, terminal);
  addIncidentCommands(program, terminal);
  addRetrainCommand(program, terminal, outcome);
  addApprovalCommand(program, terminal, 'approve');
  addApprovalCommand(program, terminal, 'reject');
  addRollbackCommand(program, terminal, outcome);
  addCompareCommand(program, terminal, outcome, process);
  addEvaluateCommand(program, terminal);
  addHashCommand(program, terminal);
  addExplainCommand(program, terminal);
  addDoctorCommand(program, terminal, outcome);
  addHelpCommand(program);
  addOldNames(program, terminal);
  const commands = [program, ...program.commands.flatMap((command) => [command, ...command.commands])];
  for (const command of commands) {
    const help = command === program ? 'driftwarden --help' : `driftwarden help ${namesOf(command).join(' ')}`;
    command.showHelpAfterError(`(${help} shows what is accepted)`);
  }
  return program;
}

/** Hidden command names of version 0.1, which work until the next version. */
function addOldNames(program: Command, terminal: Terminal): void {
  addRetrainListCommand(program, terminal, 'retrainings');
  addApprovalCommand(program, terminal, 'reject', 'refuse');
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
