import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { S3RequestError } from '../../lambdas/adapters/aws/s3-errors.ts';
import { StateError } from '../../lambdas/core/decision/state-error.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { type MonitorStatus, readStatus } from '../../lambdas/core/operate/status.ts';
import { overviewPage } from '../../lambdas/core/report/html/overview-page.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { monitorFiles, noMonitors, readMonitor, UnreadableMonitorError } from '../monitor-files.ts';
import { EXIT } from './exit.ts';
import { CommandError, UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { isInS3 } from './locations.ts';
import { parseCount, type StoreOptions, showStoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ReportOptions extends StoreOptions {
  readonly out?: string;
  readonly open?: boolean;
  readonly last: number;
}

/** Errors about one monitor: of its file, of its stored state, of a bucket's permissions. */
const UNREADABLE = [MonitorFileError, UnreadableMonitorError, StateError, S3RequestError] as const;
/** A quarter of a year of days. */
const DEFAULT_WINDOWS = 90;

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
    .option('--last <windows>', 'number of windows to show', parseCount, DEFAULT_WINDOWS)
    .addHelpText('after', HELP)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ReportOptions>();
      const { store, last } = options;
      if (options.out === undefined && isInS3(store)) {
        throw new UsageError(`--store ${store} is only read: give --out, a file on this machine for the page`);
      }
      const files = monitorFiles(options.monitors);
      if (files.length === 0) throw new UsageError(noMonitors(options.monitors));
      const statuses: MonitorStatus[] = [];
      const unreadable: string[] = [];
      for (const file of files) {
        try {
          const monitor = readMonitor(file);
          terminal.progress(`reading the state of ${monitor.name}`);
          statuses.push(await readStatus(monitor, last, localContext(monitor, { ...options, dryRun: true }, terminal)));
        } catch (error) {
          // One monitor that cannot be read must not hide the others.
          if (!UNREADABLE.some((kind) => error instanceof kind)) throw error;
          const message = errorMessage(error);
          terminal.error(message);
          unreadable.push(message);
          outcome.code = EXIT.failed;
        }
      }
      const out = options.out ?? join(store, 'index.html');
      const linkTo = isInS3(store) ? undefined : (key: string) => addressOf(out, join(store, key));
      const page = overviewPage(statuses, { now: Date.now(), version: packageJson.version, unreadable, linkTo });
      write(out, page);
      terminal.out(`${out}\n`);
      if (options.open) await openInBrowser(out);
    });
}

/** The address of a file as a page links to it. */
function addressOf(page: string, file: string): string {
  return relative(dirname(resolve(page)), resolve(file))
    .split(/[/\\]/)
    .map(encodeURIComponent)
    .join('/');
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

/** Opens a file as the desktop does. The browser goes on when the command has ended. */
async function openInBrowser(file: string): Promise<void> {
  const opener = OPENERS[process.platform] ?? 'xdg-open';
  await new Promise<void>((opened, failed) => {
    const child = spawn(opener, [resolve(file)], { detached: true, stdio: 'ignore' });
    child.on('error', (error) => failed(new CommandError(`${file} cannot be opened with ${opener}: ${error.message}`)));
    child.on('spawn', () => {
      child.unref();
      opened();
    });
  });
}
