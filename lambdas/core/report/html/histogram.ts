import { ticks } from 'd3-array';
import { pathRound } from 'd3-path';
import { formatColumnValue } from '../../text/format-column-value.ts';
import { formatCount, formatPair } from '../../text/numbers.ts';
import type { ColumnDistribution, NumberDistribution, Rows } from '../distributions/distribution.ts';
import { describeFeature } from '../ranked-features.ts';
import {
  at,
  axisNames,
  drawing,
  FRAME,
  formatTick,
  horizontalLines,
  pathData,
  type Scale,
  scaleLinear,
} from './chart-frame.ts';
import { countTable, type NamedRows, sumOf } from './count-table.ts';
import { type Html, html } from './html.ts';

/** The column of numbers that is drawn. */
type NumberColumn = Omit<ColumnDistribution, 'shape'> & { readonly shape: NumberDistribution };

const SIDES = ['baseline', 'window'] as const;

/** Of the rows of a side, how many may lie beside the axis without a bar there. */
const MOST_BESIDE = 0.01;
/** Units of a bar beside the axis, and of the gap before it. */
const BESIDE = { width: 40, gap: 8 } as const;
/** About so many units are as wide as a character. */
const CHARACTER = 5.2;

/**
 * The baseline as an area, the window as a line: both can be told apart without colours. Rows beyond the axis have bars beside it, as
 * high as their share.
 */
export function histogram({ name, form, shape }: NumberColumn): Html | null {
  const { bins, axis, width } = shape;
  if (bins.length === 0) return null;
  const rows = rowsWithNumbers(shape);
  const heights = (side: keyof Rows) =>
    bins.map((bin) => ((bin[side] / Math.max(1, rows[side])) * width) / (bin.to - bin.from));
  const [baseline, window] = SIDES.map(heights);
  const [from, to] = [bins[0].from, bins[bins.length - 1].to];
  const format = valueFormat(axis, form);
  const { width: bar, gap } = BESIDE;
  const beside = [
    { ...sharesOf(shape.below, rows), left: FRAME.left, name: `at most ${format(from)}` },
    { ...sharesOf(shape.above, rows), left: FRAME.right - bar, name: `above ${format(to)}` },
  ].map((each) => (Math.max(each.baseline, each.window) > MOST_BESIDE ? each : null));
  const [below, above] = beside;
  const highest = Math.max(
    ...baseline,
    ...window,
    ...beside.flatMap((each) => (each === null ? [] : [each.baseline, each.window])),
  );
  const x = scaleLinear(
    [from, to],
    [FRAME.left + (below === null ? 0 : bar + gap), FRAME.right - (above === null ? 0 : bar + gap)],
  );
  const y = scaleLinear([0, highest], [FRAME.bottom, FRAME.top]);
  return drawing(
    `${describeFeature({ name })}: share of the rows by value, baseline and window`,
    horizontalLines(highest, y),
    rows.baseline > 0 && html`<path class="before" d="${outline(bins, baseline, x, y)}"/>`,
    rows.window > 0 && html`<path class="now" d="${outline(bins, window, x, y)}"/>`,
    beside.map(
      (each) =>
        each !== null &&
        SIDES.map((side) => {
          const top = at(y(each[side]));
          const className = side === 'baseline' ? 'before' : 'now';
          return html`<rect class="${className}" x="${each.left}" y="${top}" width="${bar}" height="${at(FRAME.bottom - top)}"/>`;
        }),
    ),
    below !== null && html`<text x="${below.left}" y="${FRAME.bottom + 13}" class="start">${below.name}</text>`,
    above !== null && html`<text x="${FRAME.right}" y="${FRAME.bottom + 13}" class="end">${above.name}</text>`,
    axisNames(
      valueNames(from, to, axis, form)
        .map(([value, text]) => [x(value), text] as const)
        .filter(
          ([position, text]) =>
            isClear(position - FRAME.left, text, below?.name) && isClear(FRAME.right - position, text, above?.name),
        ),
    ),
  );
}

/** Whether a name in the middle of its position leaves room for another one at the edge, so many units away. */
function isClear(distance: number, name: string, other: string | undefined): boolean {
  return other === undefined || distance > CHARACTER * (other.length + name.length / 2 + 1);
}

function sharesOf({ baseline, window }: Rows, rows: Rows): Rows {
  return { baseline: baseline / Math.max(1, rows.baseline), window: window / Math.max(1, rows.window) };
}

/** Steps from the axis up, along the bins, and down again. */
function outline(bins: NumberDistribution['bins'], heights: readonly number[], x: Scale, y: Scale): Html {
  const path = pathRound(1);
  path.moveTo(x(bins[0].from), y(0));
  bins.forEach(({ from, to }, i) => {
    path.lineTo(x(from), y(heights[i]));
    path.lineTo(x(to), y(heights[i]));
  });
  path.lineTo(x(bins[bins.length - 1].to), y(0));
  return pathData(path);
}

function valueNames(
  from: number,
  to: number,
  axis: NumberDistribution['axis'],
  form: string | undefined,
): [value: number, name: string][] {
  // Times and durations have no round numbers of milliseconds.
  if (form !== undefined && axis === 'values') {
    return [from + (to - from) / 4, from + ((to - from) * 3) / 4].map((value) => [value, roundTime(value, form)]);
  }
  const format = valueFormat(axis, form);
  return ticks(from, to, 5).map((value) => [value, format(value)]);
}

function valueFormat(axis: NumberDistribution['axis'], form: string | undefined): (value: number) => string {
  if (axis === 'deviations') return (value) => `${formatTick(value)} sd`;
  return form === undefined ? formatTick : (value) => roundTime(value, form);
}

/** To the minute, or to the second. */
function roundTime(value: number, form: string): string {
  const unit = form === 'time' ? 60_000 : 1000;
  return formatColumnValue(Math.round(value / unit) * unit, form);
}

/** The counts behind the drawing. */
export function histogramTable({ name, form, shape, missing }: NumberColumn): Html {
  const { bins, below, above } = shape;
  if (bins.length === 0) {
    return countTable({ name, below: ['with a number', rowsWithNumbers(shape)], values: [], missing });
  }
  const values = bins.map((bin): NamedRows => [binName(bin, shape, form), bin]);
  return countTable({ name, below: ['below', below], values, above: ['above', above], missing });
}

function binName({ from, to }: NumberDistribution['bins'][number], { axis, width }: NumberDistribution, form?: string) {
  if (axis === 'deviations') return `${formatTick(from)} to ${formatTick(to)} sd from the mean`;
  if (form !== undefined) return `${roundTime(from, form)} to ${roundTime(to, form)}`;
  const isWhole = width === 1 && to - from === 1 && !Number.isInteger(from);
  return isWhole ? formatCount(from + 0.5) : formatPair(from, to).join(' to ');
}

function rowsWithNumbers({ bins, below, above }: NumberDistribution): Rows {
  return sumOf([...bins, below, above]);
}
