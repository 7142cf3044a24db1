import { type Command, Option } from 'commander';
import { checkAccuracy, dueWindows } from '../../lambdas/core/check-accuracy.ts';
import { checkDrift } from '../../lambdas/core/check-drift.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { lastCompleteWindow, windowByName } from '../../lambdas/core/monitor/windows.ts';
import { checkText } from '../../lambdas/core/report/check-text.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { World } from '../../lambdas/core/world.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import { localWorld } from './local-world.ts';
import { asOfOption, type StoreOptions } from './options.ts';
import { EXIT } from './program.ts';
import type { Terminal } from './terminal.ts';

interface CheckOptions extends StoreOptions {
  readonly window?: string;
  readonly kind?: 'drift' | 'accuracy';
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly failOn?: 'alert';
  readonly asOf?: number;
}

const EXAMPLES = `
Without --window: drift is checked for the latest complete window, accuracy for every window whose labels may have come.

Examples:
  driftwarden check flight-delays
  driftwarden check flight-delays --window 2001-02-03 --kind accuracy
  driftwarden check flight-delays --dry-run --fail-on alert --json > result.json`;

export function addCheckCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  program
    .command('check <monitor>')
    .description('check captured data against the baseline, and labelled predictions against the limits')
    .option('--window <name>', 'the window to check, such as 2001-02-03')
    .addOption(new Option('--kind <kind>', 'only this check').choices(['drift', 'accuracy']))
    .option('--json', 'print the results as a JSON array')
    .option('--dry-run', 'compute and print; write, publish and alert nothing')
    .addOption(
      new Option('--fail-on <step>', 'exit with 3 when a next step is alert, retrain or fix the data').choices([
        'alert',
      ]),
    )
    .addOption(asOfOption())
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      const monitor = readMonitor(findMonitorFile(name, options.monitors));
      const world = localWorld(monitor, { ...options, ...(options.asOf && { now: options.asOf }) }, terminal);
      const results = await runChecks(monitor, options, world);
      terminal.out(options.json ? `${JSON.stringify(results, null, 1)}\n` : textOf(monitor, results));
      if (options.failOn === 'alert' && results.some(asksForPeople)) outcome.code = EXIT.alert;
    });
}

async function runChecks(monitor: Monitor, options: CheckOptions, world: World): Promise<CheckResult[]> {
  const named = options.window === undefined ? null : windowByName(monitor.schedule, options.window);
  if (named !== null && named.end > world.now) {
    throw new UsageError(`window ${named.name} ends at ${new Date(named.end).toISOString()}, which is not over yet`);
  }
  if (options.kind === 'accuracy' && monitor.labels === null) {
    throw new UsageError(`${monitor.file} has no section "labels": without labels there is no accuracy to check`);
  }
  const results: CheckResult[] = [];
  if (options.kind !== 'accuracy') {
    results.push(await checkDrift(monitor, named ?? lastCompleteWindow(monitor.schedule, world.now), world));
  }
  if (options.kind !== 'drift' && monitor.labels !== null) {
    const windows = named === null ? await dueWindows(monitor, world) : [named];
    for (const window of windows) results.push(await checkAccuracy(monitor, window, world));
  }
  return results;
}

function textOf(monitor: Monitor, results: readonly CheckResult[]): string {
  if (results.length === 0) return `${monitor.name}: no window is due for an accuracy check\n`;
  return `${results.map(checkText).join('\n\n')}\n`;
}

function asksForPeople({ verdict }: CheckResult): boolean {
  return verdict.nextStep === 'alert' || verdict.nextStep === 'retrain' || verdict.nextStep === 'fix-data';
}
