import { describeLeftOut } from '../../result/describe.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { type Evaluated, unusableText } from '../evaluation-text.ts';
import { htmlDocument } from './document.ts';
import { madeSection, type PageFacts, rejectedSection } from './file-sections.ts';
import { type Content, html } from './html.ts';
import { section } from './html-table.ts';
import { metricTables } from './performance-section.ts';

export interface EvaluatedFile extends PageFacts {
  /** Name of the file, as given. */
  readonly file: string;
}

/** The predictions of a file against its labels, as a page like that of an accuracy check. */
export function evaluationPage(evaluation: Evaluated, made: EvaluatedFile): string {
  const { performance, rejected } = evaluation;
  return htmlDocument({
    title: `Performance: ${made.file}`,
    header: html`<p class="dim">evaluation of a file</p>
<h1>Performance on ${countOf(performance.rows, 'row')}</h1>
<p class="dim">${made.file}, ${performance.problem}</p>
`,
    main: [
      section('Rows', usedRows(evaluation)),
      section('Performance', metricTables(performance, null)),
      rejectedSection('Rejected records', rejected),
      madeSection([['file', made.file]], made),
    ],
  });
}

/** How many rows were used, and why the others were not. */
export function usedRows({ performance, rows, unusable, leftOut }: Evaluated): Content {
  return [
    html`<p>${formatCount(performance.rows)} of ${countOf(rows, 'row')} used${unusableText(unusable)}</p>\n`,
    leftOut.rows > 0 && html`<p>${describeLeftOut(leftOut)}: excluded from the metrics</p>\n`,
  ];
}
