import { DEFAULT_MAX_REJECTED_SHARE } from '../../lambdas/core/capture/max-rejected-share.ts';
import type { Evaluation } from '../../lambdas/core/files/evaluate.ts';
import { usualNegative } from '../../lambdas/core/performance/rows/binary-classes.ts';
import { countUnreadable } from '../../lambdas/core/performance/rows/left-out.ts';
import { unusableText } from '../../lambdas/core/report/evaluation-text.ts';
import { rejectionText } from '../../lambdas/core/report/rejection-text.ts';
import { describeLeftOut } from '../../lambdas/core/result/describe.ts';
import { countOf, formatShare } from '../../lambdas/core/text/numbers.ts';
import { quoted } from '../../lambdas/core/text/quoted.ts';
import { CommandError, UsageError } from './explain.ts';

/**
 * Requires that metrics of a file mean something.
 *
 * @param positive The positive class, as given.
 * @throws CommandError where no row can be used, classes differ, or too many values cannot be read; UsageError
 */
export function requireMeasured(file: string, evaluation: Evaluation, positive: string | undefined): void {
  if (evaluation.performance.rows === 0) {
    const { rows, unusable, leftOut, rejected } = evaluation;
    const details = [describeLeftOut(leftOut), rejectionText(rejected)].filter((text) => text !== '');
    const none = `none of ${countOf(rows, 'row')} of ${file} can be used${unusableText(unusable)}`;
    throw new CommandError([none, ...details].join('\n'));
  }
  requireKnown(file, evaluation);
  if (positive !== undefined) requirePositives(positive, evaluation);
  requireReadable(file, evaluation);
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
