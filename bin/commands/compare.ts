import { type Command, InvalidArgumentError, Option } from 'commander';
import { DRIFT_METHOD_NAMES, type DriftMethodName } from '../../lambdas/core/drift/methods/registry.ts';
import { DEFAULT_FALSE_ALARMS } from '../../lambdas/core/drift/rule.ts';
import { SIGNIFICANCE_TEST_NAMES, type SignificanceTestName } from '../../lambdas/core/drift/significance/registry.ts';
import { type ComparedDatasets, type Comparison, compareDatasets } from '../../lambdas/core/files/compare.ts';
import { guessDialects } from '../../lambdas/core/init/guess-dialect.ts';
import { comparisonText } from '../../lambdas/core/report/comparison-text.ts';
import { comparisonPage } from '../../lambdas/core/report/html/comparison-page.ts';
import { type RejectedRecords, rejectionText } from '../../lambdas/core/report/rejection-text.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { quoted } from '../../lambdas/core/text/quoted.ts';
import type { CompareOutput } from '../output/compare.ts';
import { type DataOptions, dataOptions, noteGuess, readFiles, readingOptions, redactorOf } from './data-options.ts';
import { EXIT } from './exit.ts';
import { CommandError } from './explain.ts';
import { fileSource, inputSource, STANDARD_INPUT } from './file-source.ts';
import { pageOption, requirePlace, writePage } from './page-file.ts';
import type { Terminal } from './terminal.ts';

interface CompareCommandOptions extends DataOptions {
  readonly method?: DriftMethodName;
  readonly test?: SignificanceTestName;
  readonly limit?: number;
  readonly falseAlarms: number;
  readonly ignore?: string[];
  readonly all?: boolean;
  readonly json?: boolean;
  readonly html?: string;
  readonly failOn?: 'changed';
}

const HELP = `
Changes come first: columns that are missing or new, broken data by the
rules of a check (missing values, types, ranges, unknown categories), drift.
A feature has drifted if its distance is above the limit and the shift is
significant after controlling the false discovery rate over all features.
A column whose type does not suit the given distance or test keeps its default.
Encoding, decimal and thousands marks are guessed by the first rows, and the
guess is noted; options overrule it.
The extension determines the format: .csv, .jsonl (both also .gz), .parquet.

Examples:
  driftwarden compare january.parquet june.parquet
  driftwarden compare january.parquet june.parquet --html page.html
  driftwarden compare january.csv june.csv --method psi --limit 0.25
  gzip -dc june.csv.gz | driftwarden compare january.csv - --format csv
  driftwarden compare january.csv june.csv --ignore id day --json > out.json`;

export function addCompareCommand(
  program: Command,
  terminal: Terminal,
  outcome: { code: number },
  { stdin }: { readonly stdin?: NodeJS.ReadStream | undefined },
): void {
  const command = program
    .command('compare')
    .argument('<baseline-file>', 'file with the baseline data')
    .argument('<window-file>', 'file with the data to compare; - is standard input')
    .summary('compare two files column by column; no monitor needed')
    .description('Compares two files column by column. No monitor is needed.')
    .addOption(
      new Option('--method <distance>', 'distance for every feature whose type it suits').choices(DRIFT_METHOD_NAMES),
    )
    .addOption(
      new Option('--test <test>', 'significance test for every feature whose type it suits').choices(
        SIGNIFICANCE_TEST_NAMES,
      ),
    )
    .option('--limit <distance>', "limit of the distance; default: the method's limit", parseLimit)
    .option('--false-alarms <share>', 'accepted share of false alarms', parseShare, DEFAULT_FALSE_ALARMS)
    .option('--ignore <columns...>', 'columns to leave out')
    .option('--all', 'show every feature; default: all that changed, and the largest of the others')
    .addOption(new Option('--fail-on <outcome>', 'exit with 3 if a column changed').choices(['changed']))
    .option('--json', 'print as JSON')
    .addOption(pageOption());
  for (const option of dataOptions()) command.addOption(option);
  command
    .addHelpText('after', HELP)
    .action(async (baselineFile: string, windowFile: string, options: CompareCommandOptions) => {
      requirePlace(options.html);
      const { comparison, distributions, summaries } = await compareFiles(
        baselineFile,
        windowFile,
        options,
        terminal,
        stdin,
      );
      const { all = false } = options;
      terminal.out(
        options.json
          ? formatJson(comparison satisfies CompareOutput)
          : refang(comparisonText(comparison, { all, width: terminal.width })),
      );
      const files = { baseline: baselineFile, window: nameOf(windowFile) };
      await writePage(
        options.html,
        (facts) => comparisonPage(comparison, { ...files, ...facts, summaries, distributions: distributions() }),
        terminal,
      );
      if (options.failOn === 'changed' && comparison.changed.length > 0) outcome.code = EXIT.alert;
    });
}

async function compareFiles(
  baselineFile: string,
  windowFile: string,
  options: CompareCommandOptions,
  terminal: Terminal,
  stdin: NodeJS.ReadStream | undefined,
): Promise<ComparedDatasets> {
  const { method, test, limit, falseAlarms, ignore = [], format } = options;
  const baseline = await fileSource(baselineFile, format);
  const window = await (windowFile === STANDARD_INPUT ? inputSource(stdin, format) : fileSource(windowFile, format));
  const reading = readingOptions(options);
  const [ofBaseline, ofWindow] = await guessDialects([baseline, window], { format, given: reading });
  noteGuess(baselineFile, ofBaseline, terminal);
  noteGuess(nameOf(windowFile), ofWindow, terminal);
  const compared = await readFiles(options, () =>
    compareDatasets(baseline, window, {
      settings: { method, test, limit },
      falseAlarms,
      ignore,
      ...reading,
      ...ofBaseline.dialect,
      windowDialect: ofWindow.dialect,
      redactor: redactorOf(options),
      onProgress: (rows) => terminal.progress(`${countOf(rows, 'row')} read`),
    }),
  );
  const { comparison } = compared;
  requireRows(baselineFile, comparison.baselineRows, comparison.rejected.baseline);
  requireRows(nameOf(windowFile), comparison.windowRows, comparison.rejected.window);
  if (comparison.features.length + comparison.identifiers.length === 0)
    throw new CommandError(noCommonColumn(comparison, ignore));
  return compared;
}

function nameOf(file: string): string {
  return file === STANDARD_INPUT ? 'standard input' : file;
}

function requireRows(file: string, rows: number, rejected: RejectedRecords): void {
  if (rows > 0) return;
  const reasons = rejectionText(rejected);
  throw new CommandError(`${file} has no rows that can be read${reasons === '' ? '' : `\n${reasons}`}`);
}

function noCommonColumn({ missingColumns, extraColumns }: Comparison, ignored: readonly string[]): string {
  const list = (names: readonly string[]) => names.slice(0, 10).map(quoted).join(', ');
  if (missingColumns.length === 0) return `--ignore ${list(ignored)} leaves no column to compare`;
  return (
    `the files have no column in common: the baseline has ${list(missingColumns)}, the window ` +
    `${extraColumns.length === 0 ? 'no other' : list(extraColumns)}; --no-header is for CSV files without a header`
  );
}

function parseLimit(text: string): number {
  const limit = text.trim() === '' ? Number.NaN : Number(text);
  if (!(limit >= 0 && limit < Number.POSITIVE_INFINITY)) throw new InvalidArgumentError('It must be a number from 0.');
  return limit;
}

function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return share;
}
