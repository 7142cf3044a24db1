import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { expireEntries } from '../../lambdas/adapters/local/expire-entries.ts';
import { releaseEndedExecutions } from '../../lambdas/adapters/local/retraining/executions.ts';
import { checkAccuracy } from '../../lambdas/core/check/check-accuracy.ts';
import { checkDrift } from '../../lambdas/core/check/check-drift.ts';
import { checkDueWindows, type DueChecks } from '../../lambdas/core/check/check-due-windows.ts';
import { keptAnswersOf } from '../../lambdas/core/check/reading/answers/answers-keys.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { lastCompleteWindow, windowsBetween } from '../../lambdas/core/monitor/windows.ts';
import { checksText } from '../../lambdas/core/report/checks-text.ts';
import { reportKey } from '../../lambdas/core/result/keys.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { listNames } from '../../lambdas/core/text/name-list.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import type { Window } from '../../lambdas/core/window.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { checkExitCode } from './check-exit-code.ts';
import { chooseWindow, completeWindow } from './check-windows.ts';
import { UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { asOfOption, jobsOption, type StoreOptions, showStoreOptions, timelessLabelsNote } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The most windows that a line lists. */
const SHOWN_WINDOWS = 14;

interface CheckOptions extends StoreOptions {
  readonly window?: string;
  readonly from?: string;
  readonly kind?: 'drift' | 'accuracy';
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly scheduled?: boolean;
  readonly failOn?: 'alert';
  readonly asOf?: number;
  readonly jobs?: number;
}

const HELP = `
Without --window: drift is checked for the latest complete window that has data,
accuracy for every window up to it whose labels are still expected. A window is
named by its first day (2001-02-03) or, if windows are shorter than a day, by
its start in UTC (2001-02-03T05Z).

A window without data opens no incident: the exit code is 4. With --scheduled,
for cron, the latest complete window is checked even without data, and missing
data opens an incident.

With --from, every window from that one to the latest with data is checked,
oldest first. Use it once if a new monitor already has captured data: later
checks then know how much the columns usually move.

Examples:
  driftwarden check flight-delays
  driftwarden check flight-delays --from 2001-02-01
  driftwarden check flight-delays --window 2001-02-03 --kind accuracy
  driftwarden check flight-delays --as-of 2001-02-04 --dry-run
  driftwarden check flight-delays --fail-on alert --json > results.json`;

export function addCheckCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  showStoreOptions(program.command('check'))
    .argument('<monitor>', 'name or file of the monitor')
    .summary('check captured data and predictions of one monitor')
    .description('Checks captured data against the baseline, and labelled predictions against the limits.')
    .option('--window <name>', 'the window to check, such as 2001-02-03')
    .addOption(
      new Option('--from <name>', 'check every window from this one to the latest with data, oldest first').conflicts([
        'window',
        'scheduled',
      ]),
    )
    .addOption(new Option('--kind <kind>', 'only this check').choices(['drift', 'accuracy']))
    .option('--json', 'print the results as a JSON array, one entry per check')
    .option(
      '--scheduled',
      'check the latest complete window, as a schedule does; a window without data opens an incident',
    )
    .option('--dry-run', 'compute and print only: save, publish and send nothing')
    .addOption(
      new Option('--fail-on <outcome>', 'exit with 3 if a next step is alert, retrain or fix the data').choices([
        'alert',
      ]),
    )
    .addOption(asOfOption())
    .addOption(jobsOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      const monitor = readMonitor(findMonitorFile(name, options.monitors));
      const { store, monitors, dryRun = false, asOf: now, jobs } = options;
      const settings = { store, monitors, dryRun, now, jobs };
      const context = { ...localContext(monitor, settings, terminal), byHand: !options.scheduled };
      if (!dryRun) await releaseEndedExecutions(context.results, monitor.name, context.now);
      const checks = await runChecks(monitor, options, context, terminal);
      const { labels } = monitor;
      if (!dryRun && labels !== null)
        await expireEntries(join(store, keptAnswersOf(monitor.name)), labels.keepAnswers, context.now);
      const { results } = checks;
      if (options.json) terminal.out(formatJson(results));
      else showResults(monitor, checks, options, terminal);
      terminal.note(waitingText(checks));
      const isAccuracy = results.some((result) => result.kind === 'accuracy');
      if (now !== undefined && isAccuracy) terminal.note(timelessLabelsNote(monitor));
      outcome.code = checkExitCode(monitor, results, options);
    });
}

async function runChecks(
  monitor: Monitor,
  options: CheckOptions,
  context: RunContext,
  terminal: Terminal,
): Promise<DueChecks> {
  const [named, first] = [options.window, options.from].map((name) => completeWindow(monitor, name, context.now));
  if (options.kind === 'accuracy' && monitor.labels === null) {
    throw new UsageError(`${monitor.file} has no section "labels": without labels there is no accuracy to check`);
  }
  const results: CheckResult[] = [];
  const chosen = named === null && context.byHand ? await chooseWindow(monitor, context, terminal, first) : null;
  const latest = lastCompleteWindow(monitor.schedule, context.now);
  const none = { results, idle: [], kept: [], left: [] };
  if (first !== null) {
    const last = chosen ?? latest;
    if (first.start > last.start)
      throw new UsageError(`no window from ${first.name} on has data; the latest with data is ${last.name}`);
    for (const window of windowsBetween(monitor.schedule, first.start, last.end)) {
      const onProgress = (rows: number) =>
        terminal.progress(`${monitor.name}, window ${window.name}: ${countOf(rows, 'row')} read`);
      const own = { ...context, onProgress };
      if (options.kind !== 'accuracy') results.push(await checkDrift(monitor, window, own));
      if (options.kind !== 'drift' && monitor.labels !== null) results.push(await checkAccuracy(monitor, window, own));
    }
    return none;
  }
  if (options.kind !== 'accuracy') results.push(await checkDrift(monitor, named ?? chosen ?? latest, context));
  if (options.kind === 'drift' || monitor.labels === null) return none;
  if (named !== null) results.push(await checkAccuracy(monitor, named, context));
  else if (!context.byHand || chosen !== null) {
    const isLatest = !context.byHand || chosen?.name === latest.name;
    const due = isLatest ? context.now : Math.min(context.now, chosen!.end + monitor.labels.lag);
    const checks = await checkDueWindows(monitor, context, { due });
    return { ...checks, results: [...results, ...checks.results] };
  } else if (options.kind === 'accuracy') results.push(await checkAccuracy(monitor, latest, context));
  return none;
}

function showResults(
  monitor: Monitor,
  { results, idle, kept }: DueChecks,
  { store, dryRun, kind }: CheckOptions,
  terminal: Terminal,
): void {
  const waits = idle.length + kept.length > 0 ? 'no new labels have arrived for the windows that wait for them' : null;
  if (results.length === 0) terminal.out(`${monitor.name}: ${waits ?? 'no window is due for an accuracy check'}\n`);
  else terminal.out(`${checksText(results, terminal.width)}\n`);
  if (results.length > 0 && kind === undefined && !results.some((result) => result.kind === 'accuracy')) {
    const why = monitor.labels === null ? 'the monitor has no labels' : (waits ?? 'no window is due for it');
    terminal.note(`\naccuracy was not checked: ${why}\n`);
  }
  const saved = [`the results are in ${join(store, monitor.name, 'checks')}`, ...reportLines(results, store)].join(
    '\n',
  );
  if (results.length > 0) terminal.note(`\n${dryRun ? 'dry run: nothing was saved, published or sent' : saved}\n`);
}

/** The windows that wait for labels and have no new result, and why. */
function waitingText({ idle, kept }: DueChecks): string {
  const lines: string[] = [];
  if (idle.length > 0)
    lines.push(`nothing new for ${countOf(idle.length, 'window')} waiting for labels: ${namesOf(idle)}\n`);
  if (kept.length > 0) {
    lines.push(`fewer predictions or labels than before; these windows keep their earlier results: ${namesOf(kept)}\n`);
  }
  return lines.join('');
}

function namesOf(windows: readonly Window[]): string {
  const names = windows.map(({ name }) => name);
  return listNames(names, SHOWN_WINDOWS);
}

/** The report of the latest check of each kind. */
function reportLines(results: readonly CheckResult[], store: string): string[] {
  const latest = new Map(results.map((result) => [result.kind, result]));
  return [...latest.values()].map(
    ({ monitor, kind, window }) => `report: ${join(store, reportKey(monitor, kind, window.name))}`,
  );
}
