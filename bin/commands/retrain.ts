import type { Command } from 'commander';
import { freeLockOfDeadProcess } from '../../lambdas/adapters/local/retraining/executions.ts';
import type { WorkflowEvent } from '../../lambdas/adapters/local/workflow/events.ts';
import type { RetrainingRun } from '../../lambdas/core/decision/state.ts';
import { type Asked, askForRetraining, listRetrainings } from '../../lambdas/core/operate-retraining.ts';
import { retrainingEndText } from '../../lambdas/core/report/retrainings-text.ts';
import { readComparison } from '../../lambdas/core/steps/retraining/comparison.ts';
import type { RetrainingWorld } from '../../lambdas/core/steps/retraining/context.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import { localRetrainingWorld } from './local-world.ts';
import { asOfOption } from './options.ts';
import { EXIT } from './program.ts';
import { askFunction, type RetrainingOptions, retrainingOptions, whoAsks } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

interface RetrainOptions extends RetrainingOptions {
  readonly dryRun?: boolean;
  readonly asOf?: number;
}

const HELP = `
Bound by lock, cooldown, budget and broken data, as every retraining is. Here it
runs retraining.commands of the monitor file, to the end; in an account the
function starts it. Exits with 1 when it does not start, or fails.

Examples:
  driftwarden retrain flight-delays --dry-run
  driftwarden retrain flight-delays
  driftwarden retrain flight-delays --function driftwarden-retrain`;

export function addRetrainCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  retrainingOptions(program.command('retrain'))
    .argument('<monitor>', "a monitor's name, or its file")
    .summary('retrain, judge and deploy now')
    .description('Asks for a retraining: train, judge against the live model, deploy the better one.')
    .option('--dry-run', 'only say what would happen, and why not')
    .addOption(asOfOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RetrainOptions>();
      const { dryRun = false } = options;
      const by = whoAsks();
      if (options.function !== undefined) {
        if (options.asOf !== undefined)
          throw new UsageError('--as-of is for this machine: a deployed function has its own time');
        const event = { operation: 'retrain', monitor: name, by, dryRun } as const;
        showAsked(await askFunction<Asked>(options.function, event), options, terminal, outcome);
        return;
      }
      const monitor = readMonitor(findMonitorFile(name, options.monitors));
      const { store, monitors, asOf: now } = options;
      const listener = (event: WorkflowEvent) => terminal.note(stateLine(event));
      const world = localRetrainingWorld(
        monitor,
        { store, monitors, dryRun, listener, ...(now !== undefined && { now }) },
        terminal,
      );
      if (!dryRun) await freeLockOfDeadProcess(world.results, monitor.name, world.now);
      const asked = await askForRetraining(monitor, by, world);
      if (dryRun || !asked.starts) showAsked(asked, options, terminal, outcome);
      else
        await showEnd(asked, (await listRetrainings(monitor, world)).runs, world, {
          monitor: monitor.name,
          terminal,
          options,
          outcome,
        });
    });
}

/** What came of asking. Where nothing starts that was to start, the exit code says so. */
export function showAsked(
  asked: Asked,
  { json, dryRun }: RetrainOptions,
  terminal: Terminal,
  outcome: { code: number },
): void {
  const { id, starts, message } = asked;
  const word = dryRun ? (starts ? 'would start' : 'would not start') : starts ? 'starts' : 'does not start';
  if (json) terminal.out(formatJson(asked));
  else
    terminal.out(`${printable([id, word].filter((part) => part !== '').join(' '), 200)}: ${printable(message, 300)}\n`);
  if (!starts && !dryRun) outcome.code = EXIT.failed;
}

interface Shown {
  readonly monitor: string;
  readonly terminal: Terminal;
  readonly options: RetrainOptions;
  readonly outcome: { code: number };
}

/** How the run ended that was just asked for, with the comparison of candidate and live model. */
export async function showEnd(
  { id, message }: Asked,
  runs: readonly RetrainingRun[],
  world: RetrainingWorld,
  { monitor, terminal, options, outcome }: Shown,
): Promise<void> {
  const run = runs.find((other) => other.id === id && other.end !== null);
  if (run === undefined) {
    terminal.error(`${id} did not come to its end: ${message}`);
    outcome.code = EXIT.failed;
    return;
  }
  const { text } = await readComparison(world.results, monitor, id);
  if (options.json) terminal.out(formatJson(run));
  else terminal.out(`${retrainingEndText(run, text, terminal.width)}\n`);
  if (run.end === 'failed' || run.end === 'rolled-back') outcome.code = EXIT.failed;
}

/** The states of the machine, as they are entered; Choices only decide where to go. */
export function stateLine(event: WorkflowEvent): string {
  const time = new Date(event.time).toISOString().slice(11, 19);
  switch (event.type) {
    case 'stateEntered':
      return event.stateType === 'Choice' || event.stateType === 'Pass' ? '' : `${time}  ${event.state}\n`;
    case 'stateRetried':
      return `${time}  ${event.state} again in ${event.delay / 1000} s: ${event.error}\n`;
    default:
      return '';
  }
}
