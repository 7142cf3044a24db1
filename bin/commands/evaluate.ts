import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_MAX_REJECTED_SHARE } from '../../lambdas/core/capture/max-rejected-share.ts';
import type { PredictionSpec, ProblemType } from '../../lambdas/core/capture/spec.ts';
import { type Evaluation, evaluateDataset } from '../../lambdas/core/files/evaluate.ts';
import { usualNegative } from '../../lambdas/core/performance/rows/binary-classes.ts';
import { countUnreadable } from '../../lambdas/core/performance/rows/left-out.ts';
import { evaluationText, unusableText } from '../../lambdas/core/report/evaluation-text.ts';
import { evaluationPage } from '../../lambdas/core/report/html/evaluation-page.ts';
import { rejectionText } from '../../lambdas/core/report/rejection-text.ts';
import { describeLeftOut } from '../../lambdas/core/result/describe.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf, formatShare } from '../../lambdas/core/text/numbers.ts';
import { quoted } from '../../lambdas/core/text/quoted.ts';
import type { EvaluateOutput } from '../output/evaluate.ts';
import { type DataOptions, dataOptions, readFiles, readingOptions, redactorOf } from './data-options.ts';
import { CommandError, UsageError } from './explain.ts';
import { fileSource } from './file-source.ts';
import { pageOption, requirePlace, writePage } from './page-file.ts';
import type { Terminal } from './terminal.ts';

interface EvaluateCommandOptions extends DataOptions {
  readonly problem: ProblemType;
  readonly label: string;
  readonly score?: string[];
  readonly prediction?: string;
  readonly positive?: string;
  readonly threshold: number;
  readonly json?: boolean;
  readonly html?: string;
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
    --label kind --score cat=p_cat dog=p_dog`;

export function addEvaluateCommand(program: Command, terminal: Terminal): void {
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
    .option('--json', 'print as JSON')
    .addOption(pageOption());
  for (const option of dataOptions()) command.addOption(option);
  command.addHelpText('after', HELP).action(async (file: string, options: EvaluateCommandOptions) => {
    requirePlace(options.html);
    const evaluation = await evaluateFile(file, options, terminal);
    terminal.out(options.json ? formatJson(asJson(evaluation)) : evaluationText(evaluation, terminal.width));
    await writePage(options.html, (facts) => evaluationPage(evaluation, { file, ...facts }), terminal);
  });
}

async function evaluateFile(file: string, options: EvaluateCommandOptions, terminal: Terminal): Promise<Evaluation> {
  const { problem, label, positive, format } = options;
  if (positive !== undefined && problem !== 'binary-classification') {
    throw new UsageError(`--positive is for binary-classification, not for ${problem}`);
  }
  const prediction = predictionOf(options);
  const source = await fileSource(file, format);
  const evaluation = await readFiles(options, () =>
    evaluateDataset(source, {
      problem,
      label,
      prediction,
      positive,
      ...readingOptions(options),
      redactor: redactorOf(options),
      onProgress: (rows) => terminal.progress(`${countOf(rows, 'row')} read`),
    }),
  );
  if (evaluation.performance.rows === 0) {
    const { rows, unusable, leftOut, rejected } = evaluation;
    const details = [describeLeftOut(leftOut), rejectionText(rejected)].filter((text) => text !== '');
    const none = `none of ${countOf(rows, 'row')} of ${file} can be used${unusableText(unusable)}`;
    throw new CommandError([none, ...details].join('\n'));
  }
  requireKnown(file, evaluation);
  if (positive !== undefined) requirePositives(positive, evaluation);
  requireReadable(file, evaluation);
  return evaluation;
}

/** Labels and answers without a common class differ in meaning or spelling, so every metric would be meaningless. */
function requireKnown(file: string, { performance }: Evaluation): void {
  if (performance.unknown !== undefined)
    throw new CommandError(`${file}: performance is not known: ${performance.unknown}`);
}

/**
 * Readable rows represent the others only if nearly all rows can be read: with `1,234.50`, for example, only numbers below 1,000
 * are readable.
 */
function requireReadable(file: string, { leftOut, performance }: Evaluation): void {
  if (countUnreadable(leftOut) <= DEFAULT_MAX_REJECTED_SHARE * leftOut.labelled) return;
  const areTexts = leftOut.reasons.some(({ kind }) => kind === 'text');
  const hint = areTexts ? '; --decimal and --thousands say how numbers are written' : '';
  throw new CommandError(
    `${file} is not measured: ${describeLeftOut(leftOut)}. Metrics of the other ${countOf(performance.rows, 'row')} ` +
      `would not represent all (at most ${formatShare(DEFAULT_MAX_REJECTED_SHARE)} may be unreadable)${hint}`,
  );
}

/** Without a row of the positive class, `--positive` is probably misspelt, and every metric would be wrong. */
function requirePositives(positive: string, { performance, unusable }: Evaluation): void {
  if (performance.confusionMatrix === null) return;
  const { classes, counts } = performance.confusionMatrix;
  // The second class is the positive one, in any spelling.
  const row = counts[1] ?? [];
  const negative = usualNegative(classes[1] ?? positive);
  const onlyNegatives = unusable.unknownActual === 0 && negative !== undefined && classes.includes(negative);
  if (onlyNegatives || row.some((count) => count > 0)) return;
  throw new UsageError(
    `no label is the positive class ${JSON.stringify(positive)}; others are ${classes
      .filter((_, i) => i !== 1)
      .map(quoted)
      .join(', ')}`,
  );
}

function predictionOf({ problem, score, prediction, threshold }: EvaluateCommandOptions): PredictionSpec {
  if (problem === 'regression') {
    if (score !== undefined)
      throw new UsageError('a regression has no scores: give the column of the predicted number with --prediction');
    if (prediction === undefined) throw new UsageError('--prediction is needed: the column with the predicted number');
    return { value: prediction, threshold };
  }
  if (score === undefined && prediction === undefined) throw new UsageError('--score or --prediction is needed');
  if (problem === 'binary-classification') {
    if (score !== undefined && score.length > 1)
      throw new UsageError(`--score takes one column here, not ${score.length}`);
    return { score: score?.[0], label: prediction, threshold };
  }
  return { label: prediction, scores: score && scoresByClass(score), threshold };
}

/** `cat=p_cat` → the column of a class. An object without a prototype, because a class may be called `__proto__`. */
function scoresByClass(pairs: readonly string[]): Record<string, string> {
  const scores: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    if (cut < 0) throw new UsageError(`--score ${pair}: several classes need class=column, such as cat=p_cat`);
    const name = pair.slice(0, cut);
    if (Object.hasOwn(scores, name)) throw new UsageError(`--score names the class ${JSON.stringify(name)} twice`);
    scores[name] = pair.slice(cut + 1);
  }
  return scores;
}

/** `rows` are the measured rows; the others are in `unusable` and `rejected`. */
function asJson({ performance, rows, unusable, leftOut, rejected }: Evaluation): EvaluateOutput {
  const { problem, metrics, confusionMatrix, classes } = performance;
  return {
    problem,
    rows: performance.rows,
    metrics,
    confusionMatrix,
    classes,
    rowsRead: rows,
    unusable,
    leftOut,
    rejected,
  };
}

function parseNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}
