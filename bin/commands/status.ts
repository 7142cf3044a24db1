import { type Command, InvalidArgumentError } from 'commander';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { statusText } from '../../lambdas/core/report/status-text.ts';
import { readStatus } from '../../lambdas/core/status.ts';
import { findMonitorFile, monitorFiles, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import type { StoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface StatusOptions extends StoreOptions {
  readonly json?: boolean;
  readonly last: number;
  readonly all?: boolean;
}

export function addStatusCommand(program: Command, terminal: Terminal): void {
  program
    .command('status [monitor]')
    .description('the loop as a table: what was checked, whether data matches, performance, next step')
    .option('--last <windows>', 'how many windows to look back', parseCount, 30)
    .option('--all', 'one row a window; otherwise windows with the same outcome share a row')
    .option('--json', 'print as a JSON array, one entry a monitor')
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<StatusOptions>();
      const files = name === undefined ? monitorFiles(options.monitors) : [findMonitorFile(name, options.monitors)];
      if (files.length === 0) throw new UsageError(`there is no monitor file in ${options.monitors}/`);
      const store = new FolderStore(options.store);
      const statuses = await Promise.all(files.map((file) => readStatus(store, readMonitor(file).name, options.last)));
      const text = () => statuses.map((status) => statusText(status, { condensed: !options.all })).join('\n\n');
      terminal.out(`${options.json ? JSON.stringify(statuses, null, 1) : text()}\n`);
    });
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}
