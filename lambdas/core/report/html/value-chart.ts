import type { ColumnDistribution, Rows, ValueDistribution } from '../distributions/distribution.ts';
import { describeFeature } from '../ranked-features.ts';
import { at, axisNames, drawing, FRAME, formatTick, horizontalLines, scaleLinear } from './chart-frame.ts';
import { countTable, type NamedRows, sumOf } from './count-table.ts';
import { type Html, html } from './html.ts';

/** The column of few whole numbers that is drawn. */
type ValueColumn = Omit<ColumnDistribution, 'shape'> & { readonly shape: ValueDistribution };

/** Bars take this part of the room of their value, and one is at most this wide. */
const FILLED = 0.8;
const WIDEST = 28;
/** Numbers in the room below the axis, in characters. */
const CHARACTERS = 46;

/** Two bars for each value: the share in the baseline as an area, that in the window as an outline. */
export function valueChart({ name, shape }: ValueColumn): Html {
  const { values } = shape;
  const rows = sumOf([...values, shape.below, shape.above]);
  const share = (each: Rows, side: keyof Rows) => each[side] / Math.max(1, rows[side]);
  const highest = Math.max(...values.map((each) => Math.max(share(each, 'baseline'), share(each, 'window'))));
  const x = scaleLinear([0, values.length], [FRAME.left, FRAME.right]);
  const y = scaleLinear([0, highest], [FRAME.bottom, FRAME.top]);
  const width = Math.min(WIDEST, ((x(1) - x(0)) * FILLED) / 2);
  const bar = (each: Rows, side: keyof Rows, start: number) => {
    const top = at(y(share(each, side)));
    return html`<rect class="${side === 'baseline' ? 'before' : 'now'}" x="${at(start)}" y="${top}" width="${at(width)}" height="${at(FRAME.bottom - top)}"/>`;
  };
  const bars = values.map((each, i) => {
    const middle = x(i + 0.5);
    return [bar(each, 'baseline', middle - width), bar(each, 'window', middle)];
  });
  return drawing(
    `${describeFeature({ name })}: share of the rows by value, baseline and window`,
    horizontalLines(highest, y),
    bars,
    axisNames(namesOf(shape).map(([i, text]) => [x(i + 0.5), text])),
  );
}

/** As many values as have room, at equal distances. */
function namesOf({ values }: ValueDistribution): [position: number, name: string][] {
  const names = values.map(({ value }) => formatTick(value));
  const longest = Math.max(...names.map((name) => name.length)) + 1;
  const step = Math.ceil((values.length * longest) / CHARACTERS);
  return names.flatMap((name, i): [number, string][] => (i % step === 0 ? [[i, name]] : []));
}

/** The counts behind the drawing. */
export function valueTable({ name, shape, missing }: ValueColumn): Html {
  const values = shape.values.map((each): NamedRows => [formatTick(each.value), each]);
  return countTable({ name, below: ['-infinite', shape.below], values, above: ['infinite', shape.above], missing });
}
