import { pathRound } from 'd3-path';
import type { Interval } from '../../performance/intervals/interval.ts';
import { at, pathData, type Scale, scaleLinear } from './chart-frame.ts';
import { type Content, type Html, html } from './html.ts';

/** Units of a drawing of performance, and where its axes are. */
export const SQUARE = { width: 240, height: 220, left: 38, right: 230, top: 8, bottom: 200 } as const;
const UNIT: readonly [number, number] = [0, 1];

/** A drawing with its explanation, and the tables behind it. */
export function chartCard(title: string, picture: Html, words: string, numbers: Content): Html {
  return html`<article>
<h3>${title}</h3>
${picture}<p class="dim">${words}</p>
<details><summary>Numbers</summary>${numbers}</details>
</article>
`;
}

/** A square from 0 to 1 in both directions. */
export function square(label: string, ...content: readonly Content[]): Html {
  const { left, right, bottom } = SQUARE;
  const [x, y] = axes();
  const lines = [0, 0.5, 1].map((value) => {
    const height = at(y(value));
    return html`<line x1="${left}" x2="${right}" y1="${height}" y2="${height}"/><text x="${left - 4}" y="${height + 3}" class="end">${value}</text><text x="${at(x(value))}" y="${bottom + 13}">${value}</text>`;
  });
  return html`<svg class="chart" viewBox="0 0 ${SQUARE.width} ${SQUARE.height}" role="img" aria-label="${label}">${lines}${content}</svg>
`;
}

/** The diagonal of the square as a guide. */
export function diagonal(): Html {
  const { left, right, top, bottom } = SQUARE;
  return html`<line class="limit" x1="${left}" x2="${right}" y1="${bottom}" y2="${top}"/>`;
}

/** A horizontal guide. */
export function level(value: number): Html {
  const height = at(axes()[1](value));
  return html`<line class="limit" x1="${SQUARE.left}" x2="${SQUARE.right}" y1="${height}" y2="${height}"/>`;
}

/** A line through points of the square. */
export function polyline(points: readonly (readonly [number, number])[], name: 'now' | 'then'): Html {
  const [x, y] = axes();
  const path = pathRound(1);
  for (const [i, [across, up]] of points.entries()) {
    if (i === 0) path.moveTo(x(across), y(up));
    else path.lineTo(x(across), y(up));
  }
  return html`<path class="${name}" d="${pathData(path)}"/>`;
}

/** An interval of a point of the square. */
export function upright(across: number, { lower, upper }: Interval): Html {
  const [x, y] = axes();
  const place = at(x(across));
  return html`<line class="interval" x1="${place}" x2="${place}" y1="${at(y(upper))}" y2="${at(y(lower))}"/>`;
}

/** A point of the window as a disc, or of what it is compared with as a square. @param radius of a disc with the same area, about */
export function point(across: number, up: number, radius: number, name: 'point' | 'before' = 'point'): Html {
  const [x, y] = axes();
  if (name === 'point') return html`<circle class="point" cx="${at(x(across))}" cy="${at(y(up))}" r="${at(radius)}"/>`;
  const side = 1.8 * radius;
  return html`<rect class="before" x="${at(x(across) - side / 2)}" y="${at(y(up) - side / 2)}" width="${at(side)}" height="${at(side)}"/>`;
}

function axes(): [Scale, Scale] {
  return [scaleLinear(UNIT, [SQUARE.left, SQUARE.right]), scaleLinear(UNIT, [SQUARE.bottom, SQUARE.top])];
}
