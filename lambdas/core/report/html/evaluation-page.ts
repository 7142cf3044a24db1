import type { UnusableRows } from '../../performance/rows/usable.ts';
import { describeLeftOut } from '../../result/describe.ts';
import type { CheckResult } from '../../result/schema.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { unusableText } from '../evaluation-text.ts';
import type { RejectedRecords } from '../rejection-text.ts';
import { htmlDocument } from './document.ts';
import { madeSection, type PageFacts, rejectedSection } from './file-sections.ts';
import { html } from './html.ts';
import { section } from './html-table.ts';
import { metricTables } from './performance-section.ts';

type Performance = NonNullable<CheckResult['performance']>;

/** The parts of an evaluation that the page shows; `evaluate.ts` makes them. */
interface Shown {
  readonly performance: Performance;
  readonly rows: number;
  readonly unusable: UnusableRows;
  readonly leftOut: NonNullable<Performance['leftOut']>;
  readonly rejected: RejectedRecords;
}

export interface EvaluatedFile extends PageFacts {
  /** Name of the file, as given. */
  readonly file: string;
}

/** The predictions of a file against its labels, as a page like that of an accuracy check. */
export function evaluationPage(evaluation: Shown, made: EvaluatedFile): string {
  const { performance, rows, unusable, leftOut, rejected } = evaluation;
  return htmlDocument({
    title: `Performance: ${made.file}`,
    header: html`<p class="dim">evaluation of a file</p>
<h1>Performance on ${countOf(performance.rows, 'row')}</h1>
<p class="dim">${made.file}, ${performance.problem}</p>
`,
    main: [
      section(
        'Rows',
        html`<p>${formatCount(performance.rows)} of ${countOf(rows, 'row')} used${unusableText(unusable)}</p>\n`,
        leftOut.rows > 0 && html`<p>${describeLeftOut(leftOut)}: excluded from the metrics</p>\n`,
      ),
      section('Performance', metricTables(performance, null)),
      rejectedSection('Rejected records', rejected),
      madeSection([['file', made.file]], made),
    ],
  });
}
