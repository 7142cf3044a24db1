import { type Command, InvalidArgumentError, Option } from 'commander';
import { compareDatasets } from '../../lambdas/core/compare.ts';
import type { DriftMethodName } from '../../lambdas/core/drift/methods/method.ts';
import { DRIFT_METHOD_NAMES } from '../../lambdas/core/drift/methods/table.ts';
import { DEFAULT_FALSE_ALARMS } from '../../lambdas/core/drift/rule.ts';
import type { SignificanceTestName } from '../../lambdas/core/drift/significance/significance-test.ts';
import { SIGNIFICANCE_TESTS } from '../../lambdas/core/drift/significance/table.ts';
import { comparisonText } from '../../lambdas/core/report/comparison-text.ts';
import { type DataOptions, dataOptions, readingOptions } from './data-options.ts';
import { fileSource } from './file-source.ts';
import type { Terminal } from './terminal.ts';

interface CompareCommandOptions extends DataOptions {
  readonly method?: DriftMethodName;
  readonly test?: SignificanceTestName;
  readonly limit?: number;
  readonly falseAlarms: number;
  readonly ignore?: string[];
  readonly json?: boolean;
}

const EXAMPLES = `
A feature has drifted when its distance is above the limit and the shift is significant after controlling the false
discovery rate over all features. Formats by extension: csv, jsonl, parquet, and .gz of the text forms.

Examples:
  driftwarden compare january.parquet june.parquet
  driftwarden compare january.csv june.csv --method psi --json`;

export function addCompareCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('compare <baseline-file> <window-file>')
    .description('compare two files column by column, exactly; no monitor needed')
    .addOption(new Option('--method <distance>', 'distance for all features it suits').choices(DRIFT_METHOD_NAMES))
    .addOption(
      new Option('--test <test>', 'test of significance for all features it suits').choices(
        SIGNIFICANCE_TESTS.map(({ name }) => name),
      ),
    )
    .option('--limit <distance>', "what a distance has to exceed; not given: the method's own", parseLimit)
    .option('--false-alarms <share>', 'accepted share of false alarms', parseShare, DEFAULT_FALSE_ALARMS)
    .option('--ignore <columns...>', 'columns to leave out')
    .option('--json', 'print as JSON');
  for (const option of dataOptions()) command.addOption(option);
  command
    .addHelpText('after', EXAMPLES)
    .action(async (baselineFile: string, windowFile: string, options: CompareCommandOptions) => {
      const { method, test, limit, falseAlarms, ignore = [] } = options;
      const [baseline, window] = [await fileSource(baselineFile), await fileSource(windowFile)];
      const comparison = await compareDatasets(baseline, window, {
        settings: { method, test, limit },
        falseAlarms,
        ignore,
        ...readingOptions(options),
        onProgress: (rows) => terminal.progress(`${rows.toLocaleString('en-US')} rows read`),
      });
      terminal.out(options.json ? `${JSON.stringify(comparison, null, 1)}\n` : comparisonText(comparison));
    });
}

function parseLimit(text: string): number {
  const limit = text.trim() === '' ? Number.NaN : Number(text);
  if (!(limit >= 0)) throw new InvalidArgumentError('It must be a number from 0.');
  return limit;
}

function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return share;
}
