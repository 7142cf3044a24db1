import { type Command, InvalidArgumentError } from 'commander';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { type MonitorStatus, readStatus } from '../../lambdas/core/operate/status.ts';
import { describeShownWindows, statusText } from '../../lambdas/core/report/status-text.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { findMonitorFile, monitorFiles, noMonitors, readMonitor, UnreadableMonitorError } from '../monitor-files.ts';
import { EXIT } from './exit.ts';
import { UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface StatusOptions extends StoreOptions {
  readonly json?: boolean;
  readonly last: number;
  readonly all?: boolean;
}

const DEFAULT_WINDOWS = 30;

const HELP = `
Examples:
  driftwarden status
  driftwarden status flight-delays --last 90 --all
  driftwarden status --json > status.json`;

export function addStatusCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  showStoreOptions(program.command('status'))
    .argument('[monitor]', 'name or file of a monitor; default: all monitors')
    .summary('show checks and incidents of monitors as a table')
    .description('Shows checks and retrainings as a table: step, window, data matches, performance, next step, why.')
    .option('--last <windows>', 'number of windows to show', parseCount, DEFAULT_WINDOWS)
    .option('--all', 'show one row per window; default: consecutive windows with the same outcome share a row')
    .option('--json', 'print as a JSON array, one entry per monitor')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<StatusOptions>();
      const files = name === undefined ? monitorFiles(options.monitors) : [findMonitorFile(name, options.monitors)];
      if (files.length === 0) throw new UsageError(noMonitors(options.monitors));
      const statuses: MonitorStatus[] = [];
      for (const file of files) {
        try {
          const monitor = readMonitor(file);
          statuses.push(await readStatus(monitor, options.last, localContext(monitor, options, terminal)));
        } catch (error) {
          // One invalid file must not hide the other monitors.
          if (!(error instanceof MonitorFileError || error instanceof UnreadableMonitorError)) throw error;
          terminal.error(error.message);
          outcome.code = EXIT.failed;
        }
      }
      terminal.out(options.json ? formatJson(statuses) : textOf(statuses, options, terminal.width));
    });
}

function textOf(statuses: readonly MonitorStatus[], { all, last }: StatusOptions, width: number): string {
  const texts = statuses.map((status) => statusText(status, { condensed: !all, width }));
  const shown = describeShownWindows(statuses, last);
  return [...texts, ...(shown === '' ? [] : [shown])].map((text) => `${text}\n`).join('\n');
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}
