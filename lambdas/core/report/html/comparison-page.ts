import type { DriftResult, QualityResult } from '../../result/schema.ts';
import { describeChange } from '../../text/change-words.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { quoted } from '../../text/quoted.ts';
import type { DatasetSummary } from '../distributions/dataset-summary.ts';
import type { ColumnDistribution } from '../distributions/distribution.ts';
import { numberTextsNote } from '../number-texts-note.ts';
import { rankFeatures } from '../ranked-features.ts';
import type { RejectedRecords } from '../rejection-text.ts';
import { htmlDocument } from './document.ts';
import { driftSection } from './drift-section.ts';
import { madeSection, type PageFacts, rejectedSection } from './file-sections.ts';
import { type Content, type Html, html } from './html.ts';
import { list, section } from './html-table.ts';
import { qualitySection } from './quality-section.ts';
import { summarySection } from './summary-section.ts';
import { statement } from './verdict-section.ts';

/** The parts of a comparison that the page shows; `compare.ts` makes them. */
interface Shown extends DriftResult {
  readonly changed: readonly string[];
  readonly quality: readonly QualityResult[];
  readonly identifiers: readonly string[];
  readonly numberTexts: Parameters<typeof numberTextsNote>[0];
  readonly baselineRows: number;
  readonly windowRows: number;
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly rejected: { readonly baseline: RejectedRecords; readonly window: RejectedRecords };
}

export interface ComparedFiles extends PageFacts {
  /** Names of the two files, as given. */
  readonly baseline: string;
  readonly window: string;
  readonly distributions: readonly ColumnDistribution[];
  readonly summaries: { readonly baseline: DatasetSummary; readonly window: DatasetSummary };
}

/** Two files compared, as a page like that of a check. */
export function comparisonPage(comparison: Shown, files: ComparedFiles): string {
  const { changed, quality, features, drifted, missingColumns, extraColumns, rejected } = comparison;
  const title = changed.length === 0 ? 'No column changed' : `${countOf(changed.length, 'column')} changed`;
  const broken = quality.filter(({ breached }) => breached).length;
  const onOneSide = missingColumns.length + extraColumns.length;
  return htmlDocument({
    title: `${title}: ${files.baseline} and ${files.window}`,
    header: html`<p class="dim">comparison of two files</p>
<h1 class="${changed.length === 0 ? 'good' : 'bad'}">${title}</h1>
<p class="dim">${files.window}, ${countOf(comparison.windowRows, 'row')}, against ${files.baseline}, ${countOf(comparison.baselineRows, 'row')}</p>
`,
    main: [
      html`<dl class="three">
${statement('Drifted', `${formatCount(drifted)} of ${countOf(features.length, 'feature')}`, drifted > 0 ? 'bad' : 'good')}${statement('Broken data', broken === 0 ? 'none' : countOf(broken, 'finding'), broken > 0 ? 'bad' : 'good')}${statement('Columns on one side only', onOneSide === 0 ? 'none' : formatCount(onOneSide), onOneSide > 0 ? 'bad' : 'good')}</dl>
`,
      changesSection(comparison),
      qualitySection({ quality, kind: 'drift' }),
      driftSection('Features', 'feature', comparison, files.distributions),
      summarySection(files.summaries.baseline, files.summaries.window),
      rejectedSection('Rejected records of the baseline', rejected.baseline),
      rejectedSection('Rejected records of the window', rejected.window),
      madeSection(
        [
          ['baseline', files.baseline],
          ['window', files.window],
        ],
        files,
      ),
    ],
  });
}

/** Drifted columns with what has moved, the largest first; the section about the features has all. */
const SHOWN_DRIFTED = 20;

function driftedColumns(features: Shown['features']): Content[] {
  const drifted = rankFeatures(features).filter((feature) => feature.drifted);
  const lines = drifted.slice(0, SHOWN_DRIFTED).map((feature): Content => {
    const what = feature.change === undefined ? '' : `: ${describeChange(feature.change)}`;
    return html`<strong>${quoted(feature.name)}</strong> drifted${what}`;
  });
  const more = drifted.length - lines.length;
  return more > 0 ? [...lines, `${formatCount(more)} more drifted: see below`] : lines;
}

function changesSection(comparison: Shown): Html | null {
  const { features, missingColumns, extraColumns, identifiers, numberTexts } = comparison;
  const named = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${title}: ${names.map(quoted).join(', ')}`];
  const note = numberTextsNote(numberTexts, '--decimal and --thousands say');
  return section(
    'Columns',
    list([
      ...driftedColumns(features),
      ...named('missing in the window', missingColumns),
      ...named('only in the window', extraColumns),
      ...named('identifiers (only form and missing values are compared)', identifiers),
      ...(note === '' ? [] : [note]),
    ]) ?? html`<p>${countOf(features.length, 'column')} in both files.</p>\n`,
  );
}
