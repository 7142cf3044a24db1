import type { Command } from 'commander';
import { buildBaseline } from '../../lambdas/core/build-baseline/build-baseline.ts';
import { declaredClasses } from '../../lambdas/core/monitor/declared-classes.ts';
import { redactorWithoutKey } from '../../lambdas/core/privacy/value-key.ts';
import { baselineText } from '../../lambdas/core/report/baseline-text.ts';
import { shownPerformance } from '../../lambdas/core/result/redact-performance.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import type { BaselineOutput } from '../output/baseline.ts';
import { localContext } from './local-context.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface BaselineCommandOptions extends StoreOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

const HELP = `
The section "baseline" of the monitor file has the location of the data. Windows
are compared with the active baseline, which is the last one built.

Examples:
  driftwarden baseline flight-delays
  driftwarden baseline flight-delays --dry-run --json`;

export function addBaselineCommand(program: Command, terminal: Terminal): void {
  showStoreOptions(program.command('baseline'))
    .argument('<monitor>', 'name or file of the monitor')
    .summary('build the baseline from the training data')
    .description('Builds the baseline from the training data and activates it.')
    .option('--json', 'print the baseline as JSON, without the profiles')
    .option('--dry-run', 'build and print only: save nothing')
    .addHelpText('after', HELP)
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<BaselineCommandOptions>();
      const monitor = readMonitor(findMonitorFile(name, options.monitors));
      const built = await buildBaseline(monitor, localContext(monitor, options, terminal));
      const { baseline } = built;
      const {
        profile,
        predictions: _predictions,
        movement: _movement,
        curves: _curves,
        performance,
        ...head
      } = baseline;
      const redactor = redactorWithoutKey(monitor);
      const json: BaselineOutput = {
        ...head,
        performance: performance && shownPerformance(performance, redactor, declaredClasses(monitor)),
        rows: profile.rows,
        columns: profile.columns.length,
        identifiers: profile.columns.filter(({ identifier }) => identifier !== undefined).map(({ name }) => name),
        times: built.times,
        rejected: built.rejected,
        activated: built.activated,
      };
      terminal.out(options.json ? formatJson(json) : refang(baselineText(monitor, built, terminal.width)));
    });
}
