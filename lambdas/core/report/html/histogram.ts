import { ticks } from 'd3-array';
import { pathRound } from 'd3-path';
import { formatColumnValue } from '../../text/format-column-value.ts';
import { formatCount, formatPair } from '../../text/numbers.ts';
import type { ColumnDistribution, NumberDistribution, Rows } from '../distributions/distribution.ts';
import { describeFeature } from '../ranked-features.ts';
import {
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

/** The baseline as an area, the window as a line: both can be told apart without colours. */
export function histogram({ name, form, shape }: NumberColumn): Html | null {
  const { bins, axis, width } = shape;
  if (bins.length === 0) return null;
  const rows = rowsWithNumbers(shape);
  const heights = (side: keyof Rows) =>
    bins.map((bin) => ((bin[side] / Math.max(1, rows[side])) * width) / (bin.to - bin.from));
  const [baseline, window] = SIDES.map(heights);
  const highest = Math.max(...baseline, ...window);
  const [from, to] = [bins[0].from, bins[bins.length - 1].to];
  const x = scaleLinear([from, to], [FRAME.left, FRAME.right]);
  const y = scaleLinear([0, highest], [FRAME.bottom, FRAME.top]);
  return drawing(
    `${describeFeature({ name })}: share of the rows by value, baseline and window`,
    horizontalLines(highest, y),
    rows.baseline > 0 && html`<path class="before" d="${outline(bins, baseline, x, y)}"/>`,
    rows.window > 0 && html`<path class="now" d="${outline(bins, window, x, y)}"/>`,
    axisNames(valueNames(from, to, axis, form).map(([value, text]) => [x(value), text])),
  );
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
  const format = axis === 'values' ? formatTick : (value: number) => `${formatTick(value)} sd`;
  return ticks(from, to, 5).map((value) => [value, format(value)]);
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
