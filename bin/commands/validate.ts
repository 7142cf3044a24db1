import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { findMonitorFile, monitorFiles, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import type { StoreOptions } from './options.ts';
import { EXIT } from './program.ts';
import type { Terminal } from './terminal.ts';

export function addValidateCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  program
    .command('validate [monitors...]')
    .description('check monitor files and say everything that is wrong with them; all of them when none is named')
    .action((names: string[], _options: unknown, command: Command) => {
      const { monitors } = command.optsWithGlobals<StoreOptions>();
      const files = names.length > 0 ? names.flatMap((name) => filesOf(name, monitors)) : monitorFiles(monitors);
      if (files.length === 0) throw new UsageError(`there is no monitor file in ${monitors}/`);
      for (const file of files) {
        try {
          readMonitor(file);
          terminal.out(`${file}: valid\n`);
        } catch (error) {
          if (!(error instanceof MonitorFileError)) throw error;
          terminal.error(error.message);
          outcome.code = EXIT.failed;
        }
      }
    });
}

function filesOf(name: string, folder: string): string[] {
  return existsSync(name) && statSync(name).isDirectory() ? monitorFiles(name) : [findMonitorFile(name, folder)];
}
