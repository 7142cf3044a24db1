import type { DriftResult } from '../../result/schema.ts';
import {
  countOf,
  formatCount,
  formatMeasure,
  formatProbability,
  formatShare,
  formatValue,
} from '../../text/numbers.ts';
import { describeFeature, describeStanding, isConspicuous, rankFeatures } from '../ranked-features.ts';
import { effectBar } from './drawings.ts';
import { type Content, type Html, html } from './html.ts';
import { section, table } from './table.ts';

const SHOWN = 100;
/** Of features that drifted. */
const MOST = 200;

/** Every feature against its limit, the most conspicuous first. */
export function driftSection(title: string, subject: string, drift: DriftResult | null): Html | null {
  if (drift === null || drift.features.length === 0) return null;
  const { features, drifted, alpha } = drift;
  const all = rankFeatures(features);
  const ranked = all.slice(0, Math.min(MOST, Math.max(SHOWN, all.filter(isConspicuous).length)));
  return section(
    title,
    table(
      `${formatCount(drifted)} of ${countOf(features.length, subject)} drifted: beyond the limit, and p at most ${formatValue(alpha)}`,
      [
        { title: subject },
        { title: 'against the limit' },
        { title: 'distance', number: true },
        { title: 'limit', number: true },
        { title: 'p (adjusted)', number: true },
        { title: 'rows', number: true },
        { title: 'missing (baseline)', number: true },
        { title: 'method' },
      ],
      ranked.map(row),
      features.length - ranked.length,
    ),
  );
}

function row(feature: DriftResult['features'][number]): Content[] {
  const { drifted, reason, effect, distance, errorBound, limit, method, smallSampleAdjustedPValue, windowRows } =
    feature;
  const { windowMissingShare, baselineMissingShare } = feature;
  const standing = describeStanding(feature);
  return [
    [
      describeFeature(feature),
      (drifted || reason !== null) && html` <strong${drifted && html` class="bad"`}>${standing}</strong>`,
      !drifted && reason === null && standing !== '' && html` <span class="dim">${standing}</span>`,
    ],
    effect === null ? '' : effectBar(effect, drifted),
    [formatMeasure(distance), errorBound !== null && errorBound > 0 && ` ± ${formatValue(errorBound)}`],
    formatValue(limit),
    formatProbability(smallSampleAdjustedPValue),
    formatCount(windowRows),
    `${formatShare(windowMissingShare)} (${formatShare(baselineMissingShare)})`,
    method,
  ];
}
