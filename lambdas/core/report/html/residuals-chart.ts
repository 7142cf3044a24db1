import { pathRound } from 'd3-path';
import type { CheckResult } from '../../result/schema.ts';
import { formatCount, formatShare, formatValue } from '../../text/numbers.ts';
import { at, pathData, scaleLinear } from './chart-frame.ts';
import { type Html, html } from './html.ts';
import { smallTable } from './html-table.ts';
import { type ComparedName, chartCard, SQUARE } from './square-chart.ts';

type Residuals = NonNullable<NonNullable<NonNullable<CheckResult['performance']>['curves']>['residuals']>;

/**
 * The residuals as bars of half a root mean squared error, the outermost ones open.
 *
 * @param reference Residuals in the same bins: they are the bars then, and the others are drawn as a line.
 */
export function residualsCard(
  { rmse, counts }: Residuals,
  reference?: Residuals,
  compared: ComparedName = 'reference',
): Html {
  const shares = sharesOf(counts);
  const before = reference && sharesOf(reference.counts);
  const highest = Math.max(...shares, ...(before ?? []));
  const middle = counts.length / 2;
  const { left, right, top, bottom } = SQUARE;
  const x = scaleLinear([0, counts.length], [left, right]);
  const y = scaleLinear([0, highest], [bottom, top]);
  const bars = (before ?? shares).map((share, i) => {
    const end = at(y(share));
    return html`<rect class="before" x="${at(x(i) + 0.5)}" y="${end}" width="${at(x(1) - x(0) - 1)}" height="${at(bottom - end)}"/>`;
  });
  const steps = pathRound(1);
  steps.moveTo(left, bottom);
  shares.forEach((share, i) => {
    steps.lineTo(x(i), y(share));
    steps.lineTo(x(i + 1), y(share));
  });
  steps.lineTo(right, bottom);
  // Three digits: more would fill the axis.
  const edge = (i: number) => formatValue(Number((((i - middle) / 2) * rmse).toPrecision(3)));
  const names = [1, middle, counts.length - 1].map(
    (i) => html`<text x="${at(x(i))}" y="${bottom + 13}">${edge(i)}</text>`,
  );
  const name = (i: number) => {
    if (i === 0) return `up to ${edge(1)}`;
    return i === counts.length - 1 ? `above ${edge(i)}` : `${edge(i)} to ${edge(i + 1)}`;
  };
  const unit = reference ? `the ${compared}'s root mean squared error` : 'the root mean squared error';
  return chartCard(
    'Residuals',
    html`<svg class="chart" viewBox="0 0 ${SQUARE.width} ${SQUARE.height}" role="img" aria-label="residuals: rows by predicted - actual">${bars}${before !== undefined && html`<path class="now" d="${pathData(steps)}"/>`}<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><line class="limit" x1="${at(x(middle))}" x2="${at(x(middle))}" y1="${top}" y2="${bottom}"/><text x="${left - 4}" y="${top + 4}" class="end">${formatShare(highest)}</text>${names}</svg>
`,
    `Across: predicted - actual, in steps of half ${unit}; up: share of the rows. The dashed line is an exact prediction.`,
    smallTable(
      'residuals',
      ['predicted - actual', 'rows', 'share', ...(reference ? [compared, 'share'] : [])],
      counts.map((count, i) => [
        name(i),
        formatCount(count),
        formatShare(shares[i]),
        ...(reference && before ? [formatCount(reference.counts[i]), formatShare(before[i])] : []),
      ]),
    ),
  );
}

function sharesOf(counts: readonly number[]): number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / rows);
}
