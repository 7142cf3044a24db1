import { ticks } from 'd3-array';
import type { Path } from 'd3-path';
import { formatShare, formatValue } from '../../text/numbers.ts';
import { type Content, Html, html } from './html.ts';

/** Units of a drawing. It is as wide as its place on the page. */
export const FRAME = { width: 320, height: 120, left: 36, right: 308, top: 8, bottom: 100 } as const;

/** A position between `from` and `to` on a line from `start` to `end`. */
export type Scale = (value: number) => number;

export function scaleLinear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from;
  return (value) => (span > 0 ? start + ((value - from) / span) * (end - start) : (start + end) / 2);
}

/** Positions are rounded: a tenth of a unit cannot be seen. */
export function at(position: number): number {
  return Number(position.toFixed(1));
}

/** The `d` of a path. It has numbers only, so it needs no escaping, and must not be cut as long texts are. */
export function pathData(path: Path): Html {
  return new Html(path.toString());
}

/** A drawing that is read aloud as one sentence. What it draws is also in a table. */
export function drawing(label: string, ...content: readonly Content[]): Html {
  return html`<svg class="chart" viewBox="0 0 ${FRAME.width} ${FRAME.height}" role="img" aria-label="${label}">${content}</svg>
`;
}

/** Horizontal lines at round numbers, named at the left. */
export function horizontalLines(highest: number, y: Scale, format: (value: number) => string = formatShare): Html[] {
  return ticks(0, highest, 2).map((value) => {
    const height = at(y(value));
    const name = value > 0 && html`<text x="${FRAME.left - 4}" y="${height + 3}" class="end">${format(value)}</text>`;
    return html`<line x1="${FRAME.left}" x2="${FRAME.right}" y1="${height}" y2="${height}"/>${name}`;
  });
}

/** Numbers below the axis. */
export function axisNames(names: readonly (readonly [position: number, name: string])[]): Html[] {
  return names.map(([position, name]) => {
    const side = position > FRAME.right - 24 ? 'end' : 'middle';
    return html`<text x="${at(side === 'end' ? FRAME.right : position)}" y="${FRAME.bottom + 13}" class="${side}">${name}</text>`;
  });
}

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });

/** A round number in little room: `0.25`, `1,500`, `120K`. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  return size >= 1e5 && size < 1e15 ? COMPACT.format(value) : formatValue(value);
}
