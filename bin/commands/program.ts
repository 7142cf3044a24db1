import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { addBaselineCommand } from './baseline.ts';
import { addCheckCommand } from './check.ts';
import { addCompareCommand } from './compare.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { explain, isUsageError } from './explain.ts';
import { addStatusCommand } from './status.ts';
import { type Terminal, terminalOf } from './terminal.ts';
import { addValidateCommand } from './validate.ts';

/** 0 done, 1 failed, 2 wrong usage, 3 the check came out as `--fail-on` asks. */
export const EXIT = { done: 0, failed: 1, usage: 2, alert: 3 } as const;

const EXAMPLES = `
Examples:
  driftwarden baseline flight-delays             build the baseline from the training data
  driftwarden check flight-delays                check the latest complete window, drift and accuracy
  driftwarden check flight-delays --window 2001-02-03 --kind drift --json
  driftwarden status                             where every monitor stands
  driftwarden compare january.parquet june.csv   two files, no monitor needed
  driftwarden evaluate scored.csv --problem binary-classification --label late --score p

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 with --fail-on when the check asks for it.`;

/** Runs one command. Data goes to stdout, progress, alerts and errors to stderr. Returns the exit code. */
export async function runCommandLine(args: readonly string[], process: NodeJS.Process): Promise<number> {
  const terminal = terminalOf(process);
  const outcome = { code: EXIT.done as number };
  try {
    await buildProgram(terminal, outcome).parseAsync(args, { from: 'user' });
    return outcome.code;
  } catch (error) {
    // Commander has already written what it has to say; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    terminal.error(explain(error));
    return isUsageError(error) ? EXIT.usage : EXIT.failed;
  } finally {
    terminal.close();
  }
}

function buildProgram(terminal: Terminal, outcome: { code: number }): Command {
  const program = new Command('driftwarden')
    .description('Checks whether a model in production still sees the data it was trained on and still performs.')
    .version(packageJson.version)
    .option('--monitors <folder>', 'folder of the monitor files', 'monitors')
    .option(
      '--store <folder>',
      'folder for baselines, results and state',
      process.env.DRIFTWARDEN_STORE ?? '.driftwarden',
    )
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(driftwarden --help shows what there is)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.note(text) });
  for (const add of [
    addCheckCommand,
    addBaselineCommand,
    addValidateCommand,
    addStatusCommand,
    addCompareCommand,
    addEvaluateCommand,
  ]) {
    add(program, terminal, outcome);
  }
  return program;
}
