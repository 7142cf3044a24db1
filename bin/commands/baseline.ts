import type { Command } from 'commander';
import { buildBaseline } from '../../lambdas/core/build-baseline.ts';
import { baselineText } from '../../lambdas/core/report/baseline-text.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { localWorld } from './local-world.ts';
import type { StoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface BaselineCommandOptions extends StoreOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

export function addBaselineCommand(program: Command, terminal: Terminal): void {
  program
    .command('baseline <monitor>')
    .description('build the baseline from the training data and make it the active one')
    .option('--json', 'print the baseline as JSON, without its profiles')
    .option('--dry-run', 'build and print; write nothing')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<BaselineCommandOptions>();
      const monitor = readMonitor(findMonitorFile(name, options.monitors));
      const built = await buildBaseline(monitor, localWorld(monitor, options, terminal));
      const { profile, predictions: _predictions, ...head } = built.baseline;
      const json = { ...head, rows: profile.rows, columns: profile.columns.length, activated: built.activated };
      terminal.out(options.json ? `${JSON.stringify(json, null, 1)}\n` : baselineText(monitor, built));
    });
}
