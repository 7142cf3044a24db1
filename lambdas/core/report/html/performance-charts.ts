import { pathRound } from 'd3-path';
import type { Interval } from '../../performance/intervals/interval.ts';
import { wilsonInterval } from '../../performance/intervals/wilson.ts';
import type { CheckResult } from '../../result/schema.ts';
import { formatCount, formatMeasure, formatRange, formatShare, formatValue } from '../../text/numbers.ts';
import { at, pathData, type Scale, scaleLinear } from './chart-frame.ts';
import { type Content, type Html, html } from './html.ts';
import { smallTable } from './html-table.ts';

type Performance = NonNullable<CheckResult['performance']>;
type Curves = NonNullable<Performance['curves']>;

/** Units of a drawing. */
const [WIDTH, HEIGHT] = [240, 220];
const [LEFT, RIGHT, TOP, BOTTOM] = [38, 230, 8, 200];
const UNIT: readonly [number, number] = [0, 1];

/** The ROC curve, the calibration and the residuals, as far as they are known, side by side. */
export function performanceCharts({ curves, confusionMatrix }: Performance): Html | null {
  if (curves === undefined) return null;
  const { roc, calibration, residuals } = curves;
  const cards = [
    roc && rocCard(roc, confusionMatrix),
    calibration && calibrationCard(calibration),
    residuals && residualsCard(residuals),
  ].filter((card) => card !== undefined);
  return cards.length === 0 ? null : html`<div class="cards">\n${cards}</div>\n`;
}

function card(title: string, picture: Html, words: string, numbers: Html): Html {
  return html`<article>
<h3>${title}</h3>
${picture}<p class="dim">${words}</p>
<details><summary>Numbers</summary>${numbers}</details>
</article>
`;
}

/** A square from 0 to 1 in both directions with its diagonal. */
function square(label: string, ...content: readonly Content[]): Html {
  const [x, y] = axes();
  const lines = [0, 0.5, 1].map((value) => {
    const height = at(y(value));
    return html`<line x1="${LEFT}" x2="${RIGHT}" y1="${height}" y2="${height}"/><text x="${LEFT - 4}" y="${height + 3}" class="end">${value}</text><text x="${at(x(value))}" y="${BOTTOM + 13}">${value}</text>`;
  });
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${lines}<line class="limit" x1="${LEFT}" x2="${RIGHT}" y1="${BOTTOM}" y2="${TOP}"/>${content}</svg>
`;
}

function axes(): [Scale, Scale] {
  return [scaleLinear(UNIT, [LEFT, RIGHT]), scaleLinear(UNIT, [BOTTOM, TOP])];
}

function rocCard(
  { falsePositives, truePositives }: NonNullable<Curves['roc']>,
  matrix: Performance['confusionMatrix'],
): Html {
  const last = falsePositives.length - 1;
  const [negatives, positives] = [falsePositives[last], truePositives[last]];
  const points = falsePositives.map((count, i) => [count / negatives, truePositives[i] / positives] as const);
  const used = matrix && [matrix.counts[0][1] / negatives, matrix.counts[1][1] / positives];
  return card(
    'ROC',
    square(
      'ROC curve: share of the positive rows above a threshold, by that of the negative rows',
      html`<path class="now" d="${polyline(points)}"/>`,
      used && point(used[0], used[1], 4),
    ),
    `Across: false positive rate; up: true positive rate. The diagonal is chance${used ? ', the point the threshold in use' : ''}.`,
    smallTable(
      'ROC curve',
      ['false positive rate', 'true positive rate'],
      points.map(([across, up]) => [formatMeasure(across), formatMeasure(up)]),
    ),
  );
}

function calibrationCard(bins: NonNullable<Curves['calibration']>): Html {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const known = bins.map(({ rows: count, positives, meanProbability }) => {
    if (meanProbability === null) return null;
    const up = positives / count;
    return { count, across: meanProbability, up, interval: wilsonInterval(up, count) };
  });
  return card(
    'Calibration',
    square(
      'calibration: share of positive rows by mean probability, in ten bins',
      known.map(
        (bin) =>
          bin && [upright(bin.across, bin.interval), point(bin.across, bin.up, 2 + 8 * Math.sqrt(bin.count / rows))],
      ),
    ),
    'Across: mean probability; up: share of positives with its 95 % interval. On the diagonal, probabilities are right. Larger points have more rows.',
    smallTable(
      'calibration by bin of the probability',
      ['probability', 'rows', 'mean', 'positives', '95 % interval'],
      known.map((bin, i) => [
        `${i / 10} to ${(i + 1) / 10}`,
        formatCount(bins[i].rows),
        formatMeasure(bin?.across),
        formatShare(bin?.up ?? null),
        bin && formatRange(bin.interval.lower, bin.interval.upper),
      ]),
    ),
  );
}

/** Bars of half a root mean squared error, the outermost ones open. */
function residualsCard({ rmse, counts }: NonNullable<Curves['residuals']>): Html {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const highest = Math.max(...counts);
  const middle = counts.length / 2;
  const x = scaleLinear([0, counts.length], [LEFT, RIGHT]);
  const y = scaleLinear([0, highest], [BOTTOM, TOP]);
  const bars = counts.map((count, i) => {
    const top = at(y(count));
    return html`<rect class="before" x="${at(x(i) + 0.5)}" y="${top}" width="${at(x(1) - x(0) - 1)}" height="${at(BOTTOM - top)}"/>`;
  });
  // Three digits: more would fill the axis.
  const edge = (i: number) => formatValue(Number((((i - middle) / 2) * rmse).toPrecision(3)));
  const names = [1, middle, counts.length - 1].map(
    (i) => html`<text x="${at(x(i))}" y="${BOTTOM + 13}">${edge(i)}</text>`,
  );
  const name = (i: number) => {
    if (i === 0) return `up to ${edge(1)}`;
    return i === counts.length - 1 ? `above ${edge(i)}` : `${edge(i)} to ${edge(i + 1)}`;
  };
  return card(
    'Residuals',
    html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="residuals: rows by predicted - actual">${bars}<line x1="${LEFT}" x2="${RIGHT}" y1="${BOTTOM}" y2="${BOTTOM}"/><line class="limit" x1="${at(x(middle))}" x2="${at(x(middle))}" y1="${TOP}" y2="${BOTTOM}"/><text x="${LEFT - 4}" y="${TOP + 4}" class="end">${formatShare(highest / rows)}</text>${names}</svg>
`,
    'Across: predicted - actual, in steps of half the root mean squared error; up: share of the rows. The dashed line is an exact prediction.',
    smallTable(
      'residuals',
      ['predicted - actual', 'rows', 'share'],
      counts.map((count, i) => [name(i), formatCount(count), formatShare(count / rows)]),
    ),
  );
}

function polyline(points: readonly (readonly [number, number])[]): Html {
  const [x, y] = axes();
  const path = pathRound(1);
  for (const [i, [across, up]] of points.entries()) {
    if (i === 0) path.moveTo(x(across), y(up));
    else path.lineTo(x(across), y(up));
  }
  return pathData(path);
}

function upright(across: number, { lower, upper }: Interval): Html {
  const [x, y] = axes();
  const place = at(x(across));
  return html`<line class="interval" x1="${place}" x2="${place}" y1="${at(y(upper))}" y2="${at(y(lower))}"/>`;
}

function point(across: number, up: number, radius: number): Html {
  const [x, y] = axes();
  return html`<circle class="point" cx="${at(x(across))}" cy="${at(y(up))}" r="${at(radius)}"/>`;
}
