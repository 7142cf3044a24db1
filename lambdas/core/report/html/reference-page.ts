import type { ReferenceComparison } from '../../comparison/against-reference.ts';
import { countOf, describeInterval, formatCount, formatEstimate, formatMeasure } from '../../text/numbers.ts';
import { pairClasses } from '../class-pairs.ts';
import { SHOWN_CLASSES } from '../evaluation-text.ts';
import type { EvaluatedAgainst } from '../reference-text.ts';
import { describeDeciding, describeDifference, describeOutcome, describeVerdict } from '../reference-words.ts';
import { htmlDocument } from './document.ts';
import { usedRows } from './evaluation-page.ts';
import { madeSection, type PageFacts, rejectedSection } from './file-sections.ts';
import { type Html, html } from './html.ts';
import { section, table } from './html-table.ts';
import { performanceCharts } from './performance-charts.ts';
import { confusionTable } from './performance-section.ts';
import { statement, type Tone } from './verdict-section.ts';

export interface ComparedEvaluations extends PageFacts {
  /** Names of the two files, as given. */
  readonly file: string;
  readonly reference: string;
}

const TONES: Readonly<Record<ReferenceComparison['verdict'], Tone>> = {
  worse: 'bad',
  'no-worse': 'good',
  'not-enough-data': 'wait',
};

/** The predictions of a file beside those of a reference: whether they are worse, then all metrics, curves and classes of both. */
export function referencePage(
  { evaluation, reference, comparison }: EvaluatedAgainst,
  made: ComparedEvaluations,
): string {
  const [now, before] = [evaluation.performance, reference.performance];
  const { metric, verdict, metrics, reason } = comparison;
  const title = describeVerdict(comparison);
  const tone = TONES[verdict];
  const { difference, lower, upper } = metrics[metric];
  const measured = (whose: string, estimate: Performance['metrics'][string]) =>
    statement(
      `${metric} of ${whose}`,
      formatMeasure(estimate.value),
      'dim',
      describeInterval(estimate) ?? 'no interval',
    );
  return htmlDocument({
    title: `${title}: ${made.file} and ${made.reference}`,
    header: html`<p class="dim">evaluation of a file against a reference</p>
<h1 class="${tone}">${title}</h1>
<p>${describeDeciding(comparison, now.metrics, before.metrics)}</p>
<p class="dim">${made.file}, ${countOf(now.rows, 'row')}, against ${made.reference}, ${countOf(before.rows, 'row')}, ${now.problem}</p>
`,
    main: [
      html`<dl class="three">
${measured('the file', now.metrics[metric])}${measured('the reference', before.metrics[metric])}${statement('Difference', difference === null ? 'not known' : formatMeasure(difference), tone, reason ?? describeInterval({ value: difference, lower, upper }))}</dl>
`,
      section(
        'Performance',
        metricTable({ evaluation, reference, comparison }),
        performanceCharts(now, { curves: before.curves, name: 'reference', over: 'file' }),
        classTable(now, before),
      ),
      section(
        'Confusion matrices',
        now.confusionMatrix && confusionTable(now.confusionMatrix, `Confusion matrix of ${made.file}`),
        before.confusionMatrix &&
          confusionTable(before.confusionMatrix, `Confusion matrix of ${made.reference}, the reference`),
      ),
      section('Rows', usedRows(evaluation)),
      section('Rows of the reference', usedRows(reference)),
      rejectedSection('Rejected records', evaluation.rejected),
      rejectedSection('Rejected records of the reference', reference.rejected),
      madeSection(
        [
          ['file', made.file],
          ['reference', made.reference],
        ],
        made,
      ),
    ],
  });
}

type Performance = EvaluatedAgainst['evaluation']['performance'];

function metricTable({ evaluation, reference, comparison }: EvaluatedAgainst): Html {
  const shown = (estimate: Performance['metrics'][string] | undefined) =>
    estimate === undefined ? '-' : formatEstimate(estimate);
  return table(
    'Every metric by itself, with its 95 % interval: by chance, one in twenty differs. The one that decides is bold.',
    [{ title: 'metric' }, { title: 'difference' }, { title: 'file' }, { title: 'reference' }],
    Object.entries(comparison.metrics).map(([name, compared]) => [
      [name === comparison.metric ? html`<strong>${name}</strong>` : name, ' ', outcome(compared)],
      describeDifference(compared),
      shown(evaluation.performance.metrics[name]),
      shown(reference.performance.metrics[name]),
    ]),
  );
}

function outcome(compared: ReferenceComparison['metrics'][string]): Html {
  const text = describeOutcome(compared);
  if (compared.outcome === 'worse') return html`<strong class="bad">${text}</strong>`;
  if (compared.outcome === 'better') return html`<strong class="good">${text}</strong>`;
  return html`<span class="dim">${text}</span>`;
}

function classTable({ classes }: Performance, { classes: known }: Performance): Html | null {
  const pairs = pairClasses(classes, known);
  if (pairs.length === 0) return null;
  const measures = ['precision', 'recall', 'f1'] as const;
  return table(
    'By class, the reference in brackets',
    [{ title: 'class' }, ...[...measures, 'rows'].map((title) => ({ title, number: true }))],
    pairs
      .slice(0, SHOWN_CLASSES)
      .map(({ name, now, before }) => [
        name,
        ...measures.map((measure) => `${formatMeasure(now?.[measure])} (${formatMeasure(before?.[measure])})`),
        `${formatCount(now?.rows ?? 0)} (${formatCount(before?.rows ?? 0)})`,
      ]),
    pairs.length - SHOWN_CLASSES,
  );
}
