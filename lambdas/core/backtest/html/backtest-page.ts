import { htmlDocument } from '../../report/html/document.ts';
import { madeSection, type PageFacts } from '../../report/html/file-sections.ts';
import { type Html, html } from '../../report/html/html.ts';
import { section, table } from '../../report/html/html-table.ts';
import { statement, type Tone } from '../../report/html/verdict-section.ts';
import { INCIDENT } from '../../report/words.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import type { Assessment, BadPeriod } from '../assess.ts';
import { type BacktestedVariant, countRows, describeDetection, describeSuggestion } from '../backtest-text.ts';
import { isKnown, type SuggestedLimit } from '../suggest-limit.ts';
import { endOf, variantSection } from './variant-section.ts';

/** A backtest as the page shows it. */
export interface ShownBacktest extends PageFacts {
  /** The current file first. */
  readonly variants: readonly BacktestedVariant[];
  /** Names of the first and the last window, and how many there are. */
  readonly windows: { readonly first: string; readonly last: string; readonly count: number };
  readonly bad: readonly BadPeriod[];
  /** null: none can be suggested. @default none was wanted */
  readonly suggested?: SuggestedLimit | null | undefined;
}

/** What a monitor and its variants would have sent, as a page like that of a check. */
export function backtestPage({ variants, windows, bad, suggested, ...facts }: ShownBacktest): string {
  const [{ assessment, replayed }] = variants;
  const { name } = replayed.monitor;
  const { title, tone } = answerOf(assessment);
  const changed = variants.length - 1;
  const names = variants.map((variant) => variant.name);
  const until = Math.max(...variants.map((variant) => endOf(variant.replayed)));
  return htmlDocument({
    title: `${title}: backtest of ${name}`,
    header: html`<p class="dim">backtest of ${name}</p>
<h1${tone !== null && html` class="${tone}"`}>${title}</h1>
<p class="dim">${countOf(windows.count, 'window')} from ${windows.first} to ${windows.last}, ${names[0]}${changed > 0 && ` and ${countOf(changed, 'variant')} of it`}</p>
`,
    main: [
      statements(assessment, suggested),
      section(
        'What would have been sent',
        table(
          'What would have been sent, in numbers',
          [{ title: 'number of' }, ...names.map((title) => ({ title }))],
          countRows(variants, bad).map((row) => [row.isPart ? `– ${row.name}` : row.name, ...row.cells]),
        ),
        suggested !== undefined && html`<p>${describeSuggestion(suggested)}.</p>\n`,
      ),
      variants.map((variant) => variantSection(variant, bad, until)),
      madeSection(
        [
          ['monitor', name],
          ['windows', `${windows.first} to ${windows.last}`],
        ],
        facts,
      ),
    ],
  });
}

/** What the current file would have done: whether it finds what was bad, and nothing else; without such times, how much it would have sent. */
function answerOf({ opened, detections, falseAlerts }: Assessment): {
  readonly title: string;
  readonly tone: Tone | null;
} {
  if (falseAlerts === null) return { title: `${countOf(opened, 'alert')} of new incidents`, tone: null };
  const found = detections.filter(({ after }) => after !== null).length;
  const wrong = falseAlerts === 0 ? 'no false alert' : countOf(falseAlerts, 'false alert');
  return {
    title: `Found ${formatCount(found)} of ${countOf(detections.length, 'bad range')}, with ${wrong}`,
    tone: found === detections.length && falseAlerts === 0 ? 'good' : 'bad',
  };
}

function statements(assessment: Assessment, suggested: SuggestedLimit | null | undefined): Html {
  const { opened, byKind, requests, detections, falseAlerts, falseAlertsAYear } = assessment;
  const kinds = (Object.keys(byKind) as (keyof typeof INCIDENT)[]).map((kind) => `${INCIDENT[kind]} ${byKind[kind]}`);
  const found = detections.map((detection) => `${detection.period}: ${describeDetection(detection)}`);
  const missed = detections.filter(({ after }) => after === null).length;
  const aYear = falseAlertsAYear === null ? null : `${falseAlertsAYear.toFixed(1)} a year`;
  return html`<dl class="three">
${statement('Alerts of new incidents', formatCount(opened), 'dim', kinds.length === 0 ? null : kinds.join(', '))}${
  falseAlerts !== null &&
  html`${statement('Bad ranges found', `${formatCount(detections.length - missed)} of ${formatCount(detections.length)}`, missed === 0 ? 'good' : 'bad', found.join('; '))}${statement('False alerts', falseAlerts === 0 ? 'none' : formatCount(falseAlerts), falseAlerts === 0 ? 'good' : 'bad', aYear)}`
}${statement('Retrainings requested', requests.length === 0 ? 'none' : formatCount(requests.length), 'dim', requests[0]?.limit ?? null)}${
  suggested != null &&
  isKnown(suggested) &&
  statement('Suggested limit', suggested.when, 'dim', `${suggested.aYear.toFixed(1)} windows a year pass it`)
}</dl>
`;
}
