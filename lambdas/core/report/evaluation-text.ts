import type { UnusableRows } from '../performance/rows/usable.ts';
import { describeLeftOut } from '../result/describe.ts';
import type { CheckResult } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { metricTable } from './metric-table.ts';
import { type RejectedRecords, rejectionText } from './rejection-text.ts';
import { indent, textTable } from './text-table.ts';

/** Classes shown in tables and confusion matrices; the JSON has all. */
export const SHOWN_CLASSES = 12;

/** Why rows could not be used, in words. */
const UNUSABLE: Readonly<Record<keyof UnusableRows, string>> = {
  missingActual: 'no usable label',
  unknownActual: 'a label that is neither of the two classes',
  missingPrediction: 'no usable prediction',
  unknownPrediction: 'a prediction that is neither of the two classes',
  missingScore: 'no usable score',
};

const NONE_REJECTED: RejectedRecords = { records: 0, byReason: [], samples: [] };

type Performance = NonNullable<CheckResult['performance']>;

/** The parts of an evaluation that texts show; `evaluate.ts` makes them. */
export interface Evaluated {
  readonly performance: Performance;
  readonly rows: number;
  readonly unusable: UnusableRows;
  readonly leftOut: NonNullable<Performance['leftOut']>;
  readonly rejected: RejectedRecords;
}

/** Metrics of a file, for a terminal. */
export function evaluationText(evaluation: Evaluated, width?: number): string {
  const { performance, rejected } = evaluation;
  const blocks = [
    evaluationRows({ ...evaluation, rejected: NONE_REJECTED }, width),
    indent(metricTable(performance.metrics, width === undefined ? undefined : width - 2)),
    matrixText(performance.confusionMatrix),
    rejectionText(rejected, width),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** How many rows were used, and why the others were not. */
export function evaluationRows({ performance, rows, unusable, leftOut, rejected }: Evaluated, width?: number): string {
  const blocks = [
    `${formatCount(performance.rows)} of ${countOf(rows, 'row')} used${unusableText(unusable)}`,
    leftOut.rows === 0 ? '' : `${describeLeftOut(leftOut)}: excluded from the metrics`,
    rejectionText(rejected, width),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** Rows that could not be used, by reason; empty when there are none. */
export function unusableText(unusable: UnusableRows): string {
  const reasons = (Object.keys(UNUSABLE) as (keyof UnusableRows)[])
    .filter((reason) => unusable[reason] > 0)
    .map((reason) => `${formatCount(unusable[reason])} with ${UNUSABLE[reason]}`);
  return reasons.length === 0 ? '' : `; not used: ${reasons.join(', ')}`;
}

/** A confusion matrix; empty where there is none. */
export function matrixText(matrix: Performance['confusionMatrix']): string {
  if (matrix === null || matrix.classes.length === 0) return '';
  if (matrix.classes.length > SHOWN_CLASSES) {
    return indent(`confusion matrix of ${formatCount(matrix.classes.length)} classes: see --json`);
  }
  const columns = matrix.classes.map((name) => ({ title: name, align: 'right' as const, maxWidth: 16 }));
  const body = matrix.counts.map((row, i) => [matrix.classes[i], ...row.map(formatCount)]);
  return indent(textTable([{ title: 'actual \\ predicted', maxWidth: 24 }, ...columns], body));
}
