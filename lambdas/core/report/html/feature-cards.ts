import type { DriftResult } from '../../result/schema.ts';
import { formatCount, formatMeasure, formatProbability, formatValue } from '../../text/numbers.ts';
import { describeLimitSource } from '../../text/shift-words.ts';
import type { ColumnDistribution } from '../distributions/distribution.ts';
import { describeFeature, describeMovement, describeStanding, extentOf } from '../ranked-features.ts';
import { categoryChart } from './category-chart.ts';
import { effectBar } from './drawings.ts';
import { histogram, histogramTable } from './histogram.ts';
import { type Html, html } from './html.ts';
import { facts, smallTable } from './html-table.ts';
import { valueChart, valueTable } from './value-chart.ts';

/** From so many cards on, a browser lays them out only when they come into view. */
const MANY = 60;

type Feature = DriftResult['features'][number];

const LEGEND = html`<p class="legend dim"><svg viewBox="0 0 24 12" aria-hidden="true"><rect class="before" x="1" y="2" width="22" height="9"/></svg> baseline <svg viewBox="0 0 24 12" aria-hidden="true"><rect class="now" x="1" y="2" width="22" height="9"/></svg> window. Heights and lengths are shares of the rows. The bar with a line shows how near to its limit a feature is.</p>
`;

/** A card for each feature, in their order: both distributions, and what the judgement rests on. */
export function featureCards(ranked: readonly Feature[], distributions: readonly ColumnDistribution[]): Html | null {
  const known = new Map(distributions.map((distribution) => [distribution.name, distribution]));
  const cards = ranked.flatMap((feature) => {
    const distribution = known.get(feature.name);
    return distribution === undefined ? [] : [card(feature, distribution)];
  });
  if (cards.length === 0) return null;
  const some = html`<p class="dim">Charts of the ${formatCount(cards.length)} that matter most.</p>\n`;
  return html`${LEGEND}${cards.length < ranked.length && some}<div class="cards${cards.length > MANY && ' many'}">\n${cards}</div>\n`;
}

function card(feature: Feature, distribution: ColumnDistribution): Html {
  const { drifted } = feature;
  const standing = describeStanding(feature);
  const extent = extentOf(feature);
  return html`<article${drifted && html` class="drifted"`}>
<h3>${describeFeature(feature)}</h3>
${standing !== '' && html`<p class="${drifted ? 'bad' : 'dim'}">${standing}</p>\n`}<div class="both"><div>
${picture(distribution)}</div>
<div>
${extent !== null && effectBar(extent, drifted)}${facts(basis(feature, distribution))}${smallTable(
  `${describeFeature(feature)}: key values`,
  ['value', 'baseline', 'window'],
  distribution.keyValues.map(({ name, baseline, window }) => [name, baseline, window]),
)}</div></div>
${numbers(distribution)}</article>
`;
}

function picture(distribution: ColumnDistribution): Html | null {
  const { shape } = distribution;
  switch (shape.type) {
    case 'category':
      return categoryChart(distribution, shape);
    case 'value':
      return valueChart({ ...distribution, shape });
    case 'number':
      return histogram({ ...distribution, shape });
  }
}

/** Further statistics, and what the picture was drawn from; that of categories is a table itself. */
function numbers(distribution: ColumnDistribution): Html | null {
  const { name, shape, moreValues } = distribution;
  const counts =
    shape.type === 'number'
      ? histogramTable({ ...distribution, shape })
      : shape.type === 'value' && valueTable({ ...distribution, shape });
  if (moreValues.length === 0 && counts === false) return null;
  const statistics = smallTable(
    `${describeFeature({ name })}: further statistics`,
    ['statistic', 'baseline', 'window'],
    moreValues.map(({ name: of, baseline, window }) => [of, baseline, window]),
  );
  return html`<details><summary>More numbers</summary>${moreValues.length > 0 && statistics}${counts}</details>\n`;
}

/** Shift, limit and p-value, with the source of the limit; then the distance. */
function basis(feature: Feature, { givenLimit }: ColumnDistribution): [name: string, value: string | null][] {
  const { method, distance, errorBound, limit, shift } = feature;
  const { moved, limit: shiftLimit, pValue } = describeMovement(feature);
  const error = errorBound !== null && errorBound > 0 ? ` ± ${formatValue(errorBound)}` : '';
  const known = `${method} ${formatMeasure(distance)}${error}`;
  const given = `${formatValue(limit)}${givenLimit === undefined ? `, usual for ${method}` : ', given'}`;
  const p = pValue === null ? null : `${formatProbability(pValue)} (adjusted)`;
  if (!shift)
    return [
      ['distance', known],
      ['limit', given],
      ['p', p],
    ];
  const isScored = shift.kind === 'location' || shift.kind === 'spread';
  return [
    ['shift', `${moved}, in standard deviations${isScored ? ' of normal scores' : ''}`],
    ['limit', `${shiftLimit}: ${describeLimitSource(shift)}`],
    ['p', p],
    ['distance', givenLimit === undefined ? known : `${known}, limit ${given}`],
  ];
}
