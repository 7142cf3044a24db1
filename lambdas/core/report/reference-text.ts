import type { ReferenceComparison } from '../comparison/against-reference.ts';
import { countOf, formatCount, formatMeasure } from '../text/numbers.ts';
import { wrapText } from '../text/width.ts';
import { pairClasses } from './class-pairs.ts';
import { type Evaluated, evaluationRows, matrixText, SHOWN_CLASSES } from './evaluation-text.ts';
import { describeDeciding, describeDifference, describeOutcome, describeVerdict } from './reference-words.ts';
import { indent, textTable } from './text-table.ts';

/** An evaluation, the one that it is compared with, and what differs. */
export interface EvaluatedAgainst {
  readonly evaluation: Evaluated;
  readonly reference: Evaluated;
  readonly comparison: ReferenceComparison;
}

/** Metrics of a file beside those of a reference, for a terminal: the verdict first. */
export function referenceText(
  { evaluation, reference, comparison }: EvaluatedAgainst,
  width: number = Number.POSITIVE_INFINITY,
): string {
  const [now, before] = [evaluation.performance, reference.performance];
  const deciding = describeDeciding(comparison, now.metrics, before.metrics);
  const blocks = [
    wrapText(`${describeVerdict(comparison)}: ${deciding}`, width).join('\n'),
    `file: ${evaluationRows(evaluation, width)}\nreference: ${evaluationRows(reference, width)}`,
    indent(metricTable({ evaluation, reference, comparison }, width - 2)),
    classTable(now.classes, before.classes, width - 2),
    titled('confusion matrix of the file', matrixText(now.confusionMatrix)),
    titled('confusion matrix of the reference', matrixText(before.confusionMatrix)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function titled(title: string, text: string): string {
  return text === '' ? '' : `${title}\n${text}`;
}

function metricTable({ evaluation, reference, comparison }: EvaluatedAgainst, width: number): string {
  return textTable(
    [
      { title: 'metric' },
      { title: 'value', align: 'right' },
      { title: 'reference', align: 'right' },
      { title: 'difference (95 % interval)', wrap: true },
      { title: '', maxWidth: 120, wrap: true },
    ],
    Object.entries(comparison.metrics).map(([name, compared]) => [
      name,
      formatMeasure(evaluation.performance.metrics[name]?.value),
      formatMeasure(reference.performance.metrics[name]?.value),
      describeDifference(compared),
      describeOutcome(compared),
    ]),
    width,
  );
}

function classTable(
  now: Evaluated['performance']['classes'],
  before: Evaluated['performance']['classes'],
  width: number,
): string {
  const pairs = pairClasses(now, before);
  if (pairs.length === 0) return '';
  const measures = ['precision', 'recall', 'f1'] as const;
  const columns = measures.flatMap((title) => [
    { title, align: 'right' as const },
    { title: 'ref.', align: 'right' as const },
  ]);
  const body = pairs
    .slice(0, SHOWN_CLASSES)
    .map((pair) => [
      pair.name,
      ...measures.flatMap((measure) => [formatMeasure(pair.now?.[measure]), formatMeasure(pair.before?.[measure])]),
      ...[pair.now, pair.before].map((one) => formatCount(one?.rows ?? 0)),
    ]);
  const rows = [
    { title: 'rows', align: 'right' as const },
    { title: 'ref.', align: 'right' as const },
  ];
  const table = textTable([{ title: 'class', maxWidth: 24 }, ...columns, ...rows], body, width);
  const more = pairs.length - body.length;
  return indent(more > 0 ? `${table}\nand ${countOf(more, 'more class', 'more classes')}: see --json` : table);
}
