import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { S3RequestError } from '../../lambdas/adapters/aws/s3-errors.ts';
import { StateError } from '../../lambdas/core/decision/state-error.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import type { LinkTo } from '../../lambdas/core/report/html/overview-links.ts';
import { overviewPage } from '../../lambdas/core/report/html/overview-page.ts';
import { relativeAddress } from '../../lambdas/core/report/relative-address.ts';
import { SHOWN_WINDOWS, type ShownMonitor, shownMonitor } from '../../lambdas/core/report/shown-monitor.ts';
import { OVERVIEW_KEY } from '../../lambdas/core/result/keys.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { monitorFiles, noMonitors, readMonitor, UnreadableMonitorError } from '../monitor-files.ts';
import { EXIT } from './exit.ts';
import { CommandError, UsageError } from './explain.ts';
import { consoleLink, isInS3, openStore } from './locations.ts';
import { parseCount, type StoreOptions, showStoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ReportOptions extends StoreOptions {
  readonly out?: string;
  readonly open?: boolean;
  readonly last: number;
}

/** Errors about one monitor: of its file, of its stored state, of a bucket's permissions. */
const UNREADABLE = [MonitorFileError, UnreadableMonitorError, StateError, S3RequestError] as const;

const HELP = `
Writes index.html into the store: every monitor with its state, open incidents,
time line and retrainings, with links to the pages of its checks.

Examples:
  driftwarden report --open
  driftwarden report --store s3://BUCKET --out monitors.html`;

export function addReportCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  showStoreOptions(program.command('report'))
    .summary('write a page over all monitors')
    .description('Writes an HTML page over all monitors.')
    .option('--out <file>', 'file of the page; default: index.html in the store')
    .option('--open', 'open the page in the browser')
    .option('--last <windows>', 'number of windows to show', parseCount, SHOWN_WINDOWS)
    .addHelpText('after', HELP)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ReportOptions>();
      const { store, last } = options;
      if (options.out === undefined && isInS3(store)) {
        throw new UsageError(`--store ${store} is only read: give --out, a file on this machine for the page`);
      }
      const files = monitorFiles(options.monitors);
      if (files.length === 0) throw new UsageError(noMonitors(options.monitors));
      const [now, results] = [Date.now(), openStore(store)];
      const shown: ShownMonitor[] = [];
      const unreadable: string[] = [];
      for (const file of files) {
        try {
          const monitor = readMonitor(file);
          terminal.progress(`reading the state of ${monitor.name}`);
          const { state } = await loadState(results, monitor.name);
          const workflow = monitor.retraining?.[isInS3(store) ? 'trainingJob' : 'commands'];
          shown.push(shownMonitor(state, monitor, { last, now, hasWorkflow: workflow !== undefined }));
        } catch (error) {
          // One monitor that cannot be read must not hide the others.
          if (!UNREADABLE.some((kind) => error instanceof kind)) throw error;
          const message = errorMessage(error);
          terminal.error(message);
          unreadable.push(message);
          outcome.code = EXIT.failed;
        }
      }
      const out = options.out ?? join(store, OVERVIEW_KEY);
      const linkTo = isInS3(store) ? await consoleLink(store) : linkFrom(out, store);
      const page = overviewPage(shown, { now, version: packageJson.version, unreadable, linkTo });
      write(out, page);
      terminal.out(`${out}\n`);
      if (options.open && !(await openInBrowser(out)))
        terminal.note(`the page is ${out}; no browser could be opened, because this machine has no ${opener()}\n`);
    });
}

/** The addresses of files of a store as a page links to them, wherever that is. */
function linkFrom(page: string, store: string): LinkTo {
  const withSlashes = (path: string) => resolve(path).replaceAll(sep, '/');
  return (key, place) => relativeAddress(withSlashes(page), withSlashes(join(store, key)), place);
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

function opener(): string {
  return OPENERS[process.platform] ?? 'xdg-open';
}

/** Opens a file as the desktop does. The browser goes on when the command has ended. @returns false where nothing opens files */
function openInBrowser(file: string): Promise<boolean> {
  return new Promise((opened, failed) => {
    const child = spawn(opener(), [resolve(file)], { detached: true, stdio: 'ignore' });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') opened(false);
      else failed(new CommandError(`${file} cannot be opened with ${opener()}: ${error.message}`));
    });
    child.on('spawn', () => {
      child.unref();
      opened(true);
    });
  });
}
