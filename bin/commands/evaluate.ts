import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReferenceComparison } from '../../lambdas/core/comparison/against-reference.ts';
import { type Evaluation, evaluateDataset } from '../../lambdas/core/files/evaluate.ts';
import { evaluateAgainst } from '../../lambdas/core/files/evaluate-against.ts';
import { nearestName } from '../../lambdas/core/monitor/nearest.ts';
import { isMetricName, metricNames } from '../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import { evaluationText } from '../../lambdas/core/report/evaluation-text.ts';
import { evaluationPage } from '../../lambdas/core/report/html/evaluation-page.ts';
import { referencePage } from '../../lambdas/core/report/html/reference-page.ts';
import { referenceText } from '../../lambdas/core/report/reference-text.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import type { EvaluateOutput } from '../output/evaluate.ts';
import { type DataOptions, dataOptions, readFiles, readingOptions, redactorOf } from './data-options.ts';
import { EXIT } from './exit.ts';
import { UsageError } from './explain.ts';
import { fileSource } from './file-source.ts';
import { pageOption, requirePlace, writePage } from './page-file.ts';
import { type PredictionOptions, predictionOf } from './prediction-options.ts';
import { requireMeasured } from './require-measured.ts';
import type { Terminal } from './terminal.ts';

interface EvaluateCommandOptions extends DataOptions, PredictionOptions {
  readonly label: string;
  readonly positive?: string;
  readonly reference?: string;
  readonly metric?: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly failOn?: 'worse';
}

/** A file and its reference, and what differs. */
interface Compared {
  readonly evaluation: Evaluation;
  readonly reference: Evaluation;
  readonly comparison: ReferenceComparison;
}

const HELP = `
binary-classification   --score (a probability), --prediction (a class), or both
multiclass              --prediction, --score with class=column each, or both
regression              --prediction (a number)

Examples:
  driftwarden evaluate scored.csv --problem binary-classification \\
    --label late --score p
  driftwarden evaluate scored.csv --problem regression --label price \\
    --prediction predicted --json
  driftwarden evaluate scored.csv --problem multiclass-classification \\
    --label kind --score cat=p_cat dog=p_dog
  driftwarden evaluate june.csv --reference january.csv \\
    --problem binary-classification --label late --score p`;

export function addEvaluateCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  const command = program
    .command('evaluate')
    .argument('<file>', 'file with predictions and true outcomes')
    .summary('measure the predictions in a file; no monitor needed')
    .description('Compares the predictions in a file with its labels. No monitor is needed.')
    .addOption(
      new Option('--problem <type>', 'what the model predicts')
        .choices(['binary-classification', 'multiclass-classification', 'regression'])
        .makeOptionMandatory(),
    )
    .requiredOption('--label <column>', 'column with the true outcome')
    .option('--score <columns...>', 'binary: column with the score; multiclass: class=column for each class')
    .option('--prediction <column>', 'column with the predicted class or number')
    .option('--positive <class>', 'binary: the positive class; default: 1 of 0 and 1, or true')
    .option('--threshold <score>', 'binary: a score at or above it predicts the positive class', parseNumber, 0.5)
    .option(
      '--reference <file>',
      'say whether the predictions are worse than in this other file, such as the test data',
    )
    .option(
      '--metric <name>',
      'the metric that decides; default, by problem: roc_auc (accuracy without scores), macro_f1, mae',
    )
    .addOption(new Option('--fail-on <outcome>', 'exit with 3 if it is worse than the reference').choices(['worse']))
    .option('--json', 'print as JSON')
    .addOption(pageOption());
  for (const option of dataOptions()) command.addOption(option);
  command.addHelpText('after', HELP).action(async (file: string, options: EvaluateCommandOptions) => {
    requirePlace(options.html);
    const { reference, metric, json, html } = options;
    if (reference === undefined) {
      if (metric !== undefined || options.failOn !== undefined)
        throw new UsageError(`${metric === undefined ? '--fail-on' : '--metric'} needs --reference`);
      const evaluation = await evaluateFile(file, options, terminal);
      terminal.out(json ? formatJson(asJson(evaluation)) : refang(evaluationText(evaluation, terminal.width)));
      await writePage(html, (facts) => evaluationPage(evaluation, { file, ...facts }), terminal);
      return;
    }
    const against = await evaluateAgainstFile(file, reference, options, terminal);
    terminal.out(json ? formatJson(withReference(against)) : refang(referenceText(against, terminal.width)));
    await writePage(html, (facts) => referencePage(against, { file, reference, ...facts }), terminal);
    if (options.failOn === 'worse' && against.comparison.verdict === 'worse') outcome.code = EXIT.alert;
  });
}

async function evaluateFile(file: string, options: EvaluateCommandOptions, terminal: Terminal): Promise<Evaluation> {
  const settings = settingsOf(options, terminal);
  const source = await fileSource(file, options.format);
  const evaluation = await readFiles(options, () => evaluateDataset(source, settings));
  requireMeasured(file, evaluation, options.positive);
  return evaluation;
}

async function evaluateAgainstFile(
  file: string,
  reference: string,
  options: EvaluateCommandOptions,
  terminal: Terminal,
): Promise<Compared> {
  const settings = settingsOf(options, terminal);
  const metric = options.metric === undefined ? undefined : metricOf(options.metric, options);
  const [source, referenceSource] = [
    await fileSource(file, options.format),
    await fileSource(reference, options.format),
  ];
  const measured = await readFiles(options, () => evaluateAgainst(source, referenceSource, settings));
  requireMeasured(reference, measured.reference, options.positive);
  requireMeasured(file, measured.evaluation, options.positive);
  const { evaluation, reference: before } = measured;
  return { evaluation, reference: before, comparison: await readFiles(options, async () => measured.compare(metric)) };
}

/** @throws UsageError for a metric that the problem does not have */
function metricOf(name: string, { problem }: EvaluateCommandOptions): MetricName {
  const known = metricNames(problem);
  if (isMetricName(name) && known.includes(name)) return name;
  const near = nearestName(name, known);
  const hint = near === null ? `it has ${known.join(', ')}` : `did you mean ${near}?`;
  throw new UsageError(`--metric ${name}: ${problem} has no such metric; ${hint}`);
}

function settingsOf(options: EvaluateCommandOptions, terminal: Terminal) {
  const { problem, label, positive } = options;
  if (positive !== undefined && problem !== 'binary-classification') {
    throw new UsageError(`--positive is for binary-classification, not for ${problem}`);
  }
  return {
    problem,
    label,
    prediction: predictionOf(options),
    positive,
    ...readingOptions(options),
    redactor: redactorOf(options),
    onProgress: (rows: number) => terminal.progress(`${countOf(rows, 'row')} read`),
  };
}

/** `rows` are the measured rows; the others are in `unusable` and `rejected`. */
function asJson({
  performance,
  rows,
  unusable,
  leftOut,
  rejected,
}: Evaluation): Omit<EvaluateOutput, 'reference' | 'comparison'> {
  const { problem, metrics, confusionMatrix, classes, curves } = performance;
  return {
    problem,
    rows: performance.rows,
    metrics,
    confusionMatrix,
    classes,
    ...(curves && { curves }),
    rowsRead: rows,
    unusable,
    leftOut,
    rejected,
  };
}

function withReference({ evaluation, reference, comparison }: Compared): EvaluateOutput {
  return { ...asJson(evaluation), reference: asJson(reference), comparison };
}

function parseNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}
