import { type Command, InvalidArgumentError } from 'commander';
import { assess, type BadPeriod } from '../../lambdas/core/backtest/assess.ts';
import { backtestText, describeSuggestion } from '../../lambdas/core/backtest/backtest-text.ts';
import { backtestPage } from '../../lambdas/core/backtest/html/backtest-page.ts';
import { replay } from '../../lambdas/core/backtest/replay.ts';
import { suggestLimit } from '../../lambdas/core/backtest/suggest-limit.ts';
import { latestWindowWithData } from '../../lambdas/core/check/latest-window.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { lastCompleteWindow, windowByName, windowsBetween } from '../../lambdas/core/monitor/windows.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import type { BacktestOutput } from '../output/backtest.ts';
import { changedMonitor } from './changed-monitor.ts';
import { UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { jobsOption, type StoreOptions, showStoreOptions, timelessLabelsNote } from './options.ts';
import { pageOption, requirePlace, writePage } from './page-file.ts';
import type { Terminal } from './terminal.ts';

interface BacktestOptions extends StoreOptions {
  readonly from: string;
  readonly to?: string;
  readonly set: readonly string[];
  readonly bad: readonly string[];
  readonly suggest?: number;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly html?: string;
}

const HELP = `
Judges past windows again, and shows which would have raised an alert, opened
an incident or requested a retraining. Captures are read again only where
earlier checks have kept no profile or answers of the same files.
Nothing is written, sent or trained. Each window is compared with the baseline of
the model that answered in it.

With --set, the same windows are also judged with other settings, such as
performance.alert="[accuracy < 0.8]"; several limits of a key stand in one list.
--bad names windows in which the data or the model is known to have been bad, so
alerts about others are false.

Examples:
  driftwarden backtest flight-delays --from 2001-02-01 --to 2001-06-30
  driftwarden backtest flight-delays --from 2001-05-01 \\
    --set performance.alert="[log_loss > 0.6]" --set drift.minimumRows=500
  driftwarden backtest flight-delays --from 2001-02-01 \\
    --bad 2001-03-20..2001-03-25 --bad 2001-05-15..2001-05-19 --json`;

const collect = (value: string, before: readonly string[]) => [...before, value];

export function addBacktestCommand(program: Command, terminal: Terminal): void {
  showStoreOptions(program.command('backtest'))
    .argument('<monitor>', 'name or file of the monitor')
    .summary('replay past windows, with other limits too')
    .description('Replays the checks of past windows under the monitor file, and under changes to it.')
    .requiredOption('--from <window>', 'the first window, such as 2001-02-03')
    .option('--to <window>', 'the last window; default: the latest with data')
    .option('--set <key=value>', 'another value of a key, in YAML; may be repeated with other keys', collect, [])
    .option('--bad <windows>', 'a window or a range, FIRST..LAST, known to be bad; may be repeated', collect, [])
    .option('--suggest <number>', 'suggest a limit on the primary metric that so many windows a year pass', parseRate)
    .addOption(jobsOption())
    .option('--json', 'print as JSON')
    .addOption(pageOption())
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<BacktestOptions>();
      requirePlace(options.html);
      const backtested = await backtest(name, options, terminal);
      const { variants, windows, bad, suggested } = backtested;
      if (options.json) terminal.out(formatJson(asJson(backtested)));
      else {
        terminal.out(backtestText(variants, windows.count, bad, terminal.width));
        if (suggested !== undefined) terminal.out(`\n${describeSuggestion(suggested)}\n`);
      }
      terminal.note(timelessLabelsNote(variants[0].replayed.monitor));
      await writePage(options.html, (facts) => backtestPage({ ...backtested, ...facts }), terminal);
    });
}

type Backtested = Omit<Parameters<typeof backtestPage>[0], 'version' | 'now'>;

async function backtest(name: string, options: BacktestOptions, terminal: Terminal): Promise<Backtested> {
  const file = findMonitorFile(name, options.monitors);
  const monitor = readMonitor(file);
  const settings = [{ name: 'the current file', monitor }];
  if (options.set.length > 0)
    settings.push({ name: options.set.join(', '), monitor: changedMonitor(file, options.set) });
  const context = localContext(monitor, { ...options, dryRun: true }, terminal);
  const { open, results, now, readers } = context;
  const to = options.to ?? (await latestWindowWithData(monitor, context))?.name;
  const windows = windowsOf(monitor, { ...options, to }, now);
  const bad = options.bad.map((range) => badPeriod(monitor, range));
  const onProgress = (done: number, all: number, window: string) =>
    terminal.progress(`${monitor.name}: ${window}, ${Math.round((100 * done) / all)} %`);
  const replays = await replay(
    settings.map((variant) => variant.monitor),
    windows,
    { open, results, now, readers, onProgress },
  );
  const [first, last] = [windows[0], windows[windows.length - 1]];
  const time = { start: first.start, end: last.end };
  return {
    variants: replays.map((replayed, i) => ({
      name: settings[i].name,
      replayed,
      assessment: assess(replayed, bad, time),
    })),
    windows: { first: first.name, last: last.name, count: windows.length },
    bad,
    suggested: options.suggest === undefined ? undefined : suggestLimit(replays[0].accuracy, options.suggest, bad),
  };
}

function asJson({ variants, windows, suggested }: Backtested): BacktestOutput {
  const shown = variants.map(({ name, assessment: { requests, ...counts }, replayed: { alerts, incidents } }) => ({
    settings: name,
    ...counts,
    requests: requests.map(({ at, ...request }) => ({ at: new Date(at).toISOString(), ...request })),
    incidents,
    alerts: alerts.map(({ at, alert: { text: _, ...alert } }) => ({ at: new Date(at).toISOString(), ...alert })),
  }));
  return {
    monitor: variants[0].replayed.monitor.name,
    from: windows.first,
    to: windows.last,
    windows: windows.count,
    variants: shown,
    ...(suggested !== undefined && { suggested }),
  };
}

/** @throws UsageError, UnknownWindowError */
function windowsOf(
  { schedule }: Monitor,
  { from, to }: Pick<BacktestOptions, 'from'> & { readonly to: string | undefined },
  now: number,
) {
  const latest = lastCompleteWindow(schedule, now);
  const [first, last] = [windowByName(schedule, from), to === undefined ? latest : windowByName(schedule, to)];
  if (last.end > now)
    throw new UsageError(`--to ${last.name} is not over; the latest complete window is ${latest.name}`);
  if (first.start > last.start) throw new UsageError(`--from ${first.name} is after the last window, ${last.name}`);
  return [...windowsBetween(schedule, first.start, last.end)];
}

/** `2001-03-20` or `2001-03-20..2001-03-25`, whose last window belongs to it. @throws UnknownWindowError, UsageError */
function badPeriod({ schedule }: Monitor, name: string): BadPeriod {
  const [first, last = first, ...rest] = name.split('..');
  if (rest.length > 0)
    throw new UsageError(`--bad ${JSON.stringify(name)} is no window and no range; accepted: FIRST..LAST`);
  const [{ start }, { end }] = [windowByName(schedule, first), windowByName(schedule, last)];
  if (start >= end) throw new UsageError(`--bad ${name} ends before it begins`);
  return { name, start, end };
}

/** @throws InvalidArgumentError */
function parseRate(text: string): number {
  const rate = Number(text);
  if (text.trim() === '' || !Number.isFinite(rate) || rate < 0)
    throw new InvalidArgumentError('It must be a number from 0.');
  return rate;
}
