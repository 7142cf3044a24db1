import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PredictionSpec, ProblemType } from '../../lambdas/core/capture/spec.ts';
import { type Evaluation, evaluateDataset } from '../../lambdas/core/evaluate.ts';
import { evaluationText } from '../../lambdas/core/report/evaluation-text.ts';
import { type DataOptions, dataOptions, readingOptions } from './data-options.ts';
import { UsageError } from './explain.ts';
import { fileSource } from './file-source.ts';
import type { Terminal } from './terminal.ts';

interface EvaluateCommandOptions extends DataOptions {
  readonly problem: ProblemType;
  readonly label: string;
  readonly score?: string[];
  readonly prediction?: string;
  readonly positive?: string;
  readonly threshold: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  driftwarden evaluate scored.csv --problem binary-classification --label late --score p
  driftwarden evaluate scored.csv --problem regression --label price --prediction predicted --json
  driftwarden evaluate scored.csv --problem multiclass-classification --label kind --score cat=p_cat dog=p_dog`;

export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('evaluate <file>')
    .description('measure predictions against the labels beside them in a file; no monitor needed')
    .addOption(
      new Option('--problem <type>', 'what the model predicts')
        .choices(['binary-classification', 'multiclass-classification', 'regression'])
        .makeOptionMandatory(),
    )
    .requiredOption('--label <column>', 'column with the true outcome')
    .option('--score <columns...>', 'binary: column with the score; multiclass: class=column for each class')
    .option('--prediction <column>', 'column with the predicted class or number')
    .option('--positive <class>', 'binary: the positive class; not given: 1 of 0 and 1, or true')
    .option('--threshold <score>', 'binary: scores from it on predict the positive class', parseNumber, 0.5)
    .option('--json', 'print as JSON');
  for (const option of dataOptions()) command.addOption(option);
  command.addHelpText('after', EXAMPLES).action(async (file: string, options: EvaluateCommandOptions) => {
    const evaluation = await evaluateDataset(await fileSource(file), {
      problem: options.problem,
      label: options.label,
      prediction: predictionOf(options),
      positive: options.positive,
      ...readingOptions(options),
      onProgress: (rows) => terminal.progress(`${rows.toLocaleString('en-US')} rows read`),
    });
    terminal.out(options.json ? `${JSON.stringify(asJson(evaluation), null, 1)}\n` : evaluationText(evaluation));
  });
}

function predictionOf({ problem, score, prediction, threshold }: EvaluateCommandOptions): PredictionSpec {
  if (problem === 'regression') {
    if (score !== undefined)
      throw new UsageError('a regression has no scores: name the predicted number with --prediction');
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
    if (cut < 0) throw new UsageError(`--score ${pair}: for several classes it is class=column, such as cat=p_cat`);
    scores[pair.slice(0, cut)] = pair.slice(cut + 1);
  }
  return scores;
}

/** `rows` are those the metrics rest on; the others are in `unusable` and `rejected`. */
function asJson({ performance, rows, unusable, rejected }: Evaluation) {
  const { problem, metrics, confusionMatrix, classes } = performance;
  return { problem, rows: performance.rows, metrics, confusionMatrix, classes, rowsRead: rows, unusable, rejected };
}

function parseNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}
