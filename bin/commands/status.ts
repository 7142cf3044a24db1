import type { Command } from 'commander';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { type MonitorStatus, readStatus } from '../../lambdas/core/operate/status.ts';
import { describeShownWindows, type StatusTextOptions, statusText } from '../../lambdas/core/report/status-text.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { type WatchdogStatus, watchdogStatusSchema } from '../../lambdas/core/watchdog/status.ts';
import { watchdogStatusText } from '../../lambdas/core/watchdog/status-text.ts';
import { findMonitorFile, monitorFiles, noMonitors, readMonitor, UnreadableMonitorError } from '../monitor-files.ts';
import type { StatusOutput } from '../output/status.ts';
import { copiedCommands } from './copied-commands.ts';
import { EXIT } from './exit.ts';
import { UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { parseCount, type StoreOptions, showStoreOptions } from './options.ts';
import { invokeFunction } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

interface StatusOptions extends StoreOptions {
  readonly json?: boolean;
  readonly last: number;
  readonly all?: boolean;
  readonly function?: string;
}

const DEFAULT_WINDOWS = 30;

const HELP = `
Examples:
  driftwarden status
  driftwarden status flight-delays --last 90 --all
  driftwarden status --json > status.json
  driftwarden status --store s3://BUCKET   # the state bucket of a deployment
  driftwarden status --function Driftwarden-Watchdog-1A2B`;

export function addStatusCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  showStoreOptions(program.command('status'))
    .argument('[monitor]', 'name or file of a monitor; default: all monitors')
    .summary('show checks and incidents of monitors as a table')
    .description('Shows checks and retrainings as a table: step, window, data matches, performance, next step, why.')
    .option('--last <windows>', 'number of windows to show', parseCount, DEFAULT_WINDOWS)
    .option('--all', 'show one row per window; default: consecutive windows with the same outcome share a row')
    .option('--json', 'print as a JSON array, one entry per monitor')
    .option('--function <name>', 'show when the checks of a deployment have run: ask its watchdog, by name or ARN')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<StatusOptions>();
      if (options.function !== undefined) {
        const status = await readDeployedStatus(options.function, name);
        terminal.out(options.json ? formatJson(status) : watchdogStatusText(status, terminal.width));
        return;
      }
      const files = name === undefined ? monitorFiles(options.monitors) : [findMonitorFile(name, options.monitors)];
      if (files.length === 0) throw new UsageError(noMonitors(options.monitors));
      const shown: ShownStatus[] = [];
      for (const file of files) {
        try {
          const monitor = readMonitor(file);
          terminal.progress(`reading the state of ${monitor.name}`);
          const status = await readStatus(
            monitor,
            options.last,
            localContext(monitor, { ...options, dryRun: true }, terminal),
          );
          const commands = copiedCommands(monitor, options);
          const next = { buildBaseline: commands.buildBaseline(monitor.name), check: commands.check(monitor.name) };
          shown.push({ status, next });
        } catch (error) {
          // One invalid file must not hide the other monitors.
          if (!(error instanceof MonitorFileError || error instanceof UnreadableMonitorError)) throw error;
          terminal.error(error.message);
          outcome.code = EXIT.failed;
        }
      }
      const statuses: StatusOutput = shown.map(({ status }) => status);
      terminal.out(options.json ? formatJson(statuses) : refang(textOf(shown, options, terminal.width)));
    });
}

/** How the checks of a deployment stand. @param name Of the monitor to show. @default - all */
async function readDeployedStatus(watchdog: string, name: string | undefined): Promise<WatchdogStatus> {
  const status = await invokeFunction(watchdog, { operation: 'status' }, watchdogStatusSchema);
  if (name === undefined) return status;
  const isShown = ({ monitor }: { readonly monitor: string }) => monitor === name || monitor === '*';
  const { checks, problems, failures } = status;
  return {
    ...status,
    checks: checks.filter(isShown),
    problems: problems.filter(isShown),
    failures: failures.filter(isShown),
  };
}

interface ShownStatus {
  readonly status: MonitorStatus;
  readonly next: StatusTextOptions['next'];
}

function textOf(shown: readonly ShownStatus[], { all, last }: StatusOptions, width: number): string {
  const texts = shown.map(({ status, next }) => statusText(status, { condensed: !all, next, width }));
  const windows = describeShownWindows(
    shown.map(({ status }) => status),
    last,
  );
  return [...texts, ...(windows === '' ? [] : [windows])].map((text) => `${text}\n`).join('\n');
}
