import type { DriftResult } from '../../result/schema.ts';
import {
  countOf,
  formatCount,
  formatMeasure,
  formatProbability,
  formatShare,
  formatValue,
} from '../../text/numbers.ts';
import { describeShiftLimit } from '../../text/shift-words.ts';
import type { ColumnDistribution } from '../distributions/distribution.ts';
import { describeLearning } from '../learning-text.ts';
import {
  describeFeature,
  describeMovement,
  describeStanding,
  extentOf,
  isConspicuous,
  rankFeatures,
} from '../ranked-features.ts';
import { effectBar } from './drawings.ts';
import { featureCards } from './feature-cards.ts';
import { type Content, type Html, html } from './html.ts';
import { section, table } from './html-table.ts';

const SHIFTS =
  ' Shift and limit are in standard deviations of the baseline, of numbers on the scale of normal scores (ranks), where an outlier counts no more than the largest value; the word says what moved: location (level), spread, share (of one category), unseen (new categories), missing, shape (distribution).';
const SHOWN = 100;
/** Of features that drifted. */
const MOST = 200;

/** Every feature against its limit, the most conspicuous first: charts of those whose distributions are known, then a table. */
export function driftSection(
  title: string,
  subject: string,
  drift: DriftResult | null,
  distributions: readonly ColumnDistribution[] = [],
): Html | null {
  if (drift === null || drift.features.length === 0) return null;
  const { features, drifted, alpha } = drift;
  const all = rankFeatures(features);
  const ranked = all.slice(0, Math.min(MOST, Math.max(SHOWN, all.filter(isConspicuous).length)));
  // Two samples have a distance and its limit; in a stream of windows, a shift and its limit decide.
  const inStream = features.some(({ shift }) => shift !== undefined);
  const learning = describeLearning({ drift, predictionDrift: null });
  return section(
    title,
    learning !== null && html`<p class="dim">Usual movement is ${learning}.</p>\n`,
    featureCards(all, distributions),
    table(
      `${formatCount(drifted)} of ${countOf(features.length, subject)} drifted: beyond the limit, and p (adjusted) at most ${formatValue(alpha)}.${inStream ? SHIFTS : ''}`,
      [
        { title: subject },
        { title: 'against the limit' },
        ...(inStream ? [{ title: 'shift', number: true }] : [{ title: 'distance' }]),
        { title: 'limit', number: true },
        { title: 'p (adjusted)', number: true },
        { title: 'rows', number: true },
        { title: 'missing (baseline)', number: true },
        ...(inStream ? [{ title: 'distance' }] : []),
      ],
      ranked.map((feature) => row(feature, inStream)),
      features.length - ranked.length,
    ),
  );
}

function row(feature: DriftResult['features'][number], inStream: boolean): Content[] {
  const { drifted, reason, distance, errorBound, method, windowRows, shift } = feature;
  const { moved, limit, pValue } = describeMovement(feature);
  const extent = extentOf(feature);
  const { windowMissingShare, baselineMissingShare } = feature;
  const standing = describeStanding(feature);
  const known = [
    method,
    ' ',
    formatMeasure(distance),
    errorBound !== null && errorBound > 0 && html` <span class="dim">± ${formatValue(errorBound)}</span>`,
  ];
  return [
    [
      describeFeature(feature),
      (drifted || reason !== null) && html` <strong${drifted && html` class="bad"`}>${standing}</strong>`,
      !drifted && reason === null && standing !== '' && html` <span class="dim">${standing}</span>`,
    ],
    extent === null ? '' : effectBar(extent, drifted),
    inStream ? moved : known,
    shift ? html`<span title="${describeShiftLimit(shift)}">${limit}</span>` : limit,
    formatProbability(pValue),
    formatCount(windowRows),
    `${formatShare(windowMissingShare)} (${formatShare(baselineMissingShare)})`,
    ...(inStream ? [known] : []),
  ];
}
