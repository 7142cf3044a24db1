import { nice } from 'd3-array';
import { pathRound } from 'd3-path';
import type { Interval } from '../../performance/intervals/interval.ts';
import { at, formatTick, pathData, type Scale, scaleLinear } from './chart-frame.ts';
import { type Content, type Html, html } from './html.ts';

/** Units of a drawing of performance, and where its axes are. */
export const SQUARE = { width: 240, height: 220, left: 38, right: 230, top: 8, bottom: 200 } as const;

/** What a curve may be drawn over: that of a monitor's baseline, or of another file. */
export type ComparedName = 'baseline' | 'reference';

/** A drawing with its explanation, and the tables behind it. */
export function chartCard(title: string, picture: Html, words: string, numbers: Content): Html {
  return html`<article>
<h3>${title}</h3>
${picture}<p class="dim">${words}</p>
<details><summary>Numbers</summary>${numbers}</details>
</article>
`;
}

/** Where the axes end; both begin at 0. */
export interface AxisEnds {
  readonly across: number;
  readonly up: number;
}

/** An axis from 0 to 1 for values that reach half of it or more, else to a round number beyond them. */
export function endOf(highest: number): number {
  return highest > 0 && highest < 0.5 ? nice(0, highest, 4)[1] : 1;
}

/** A square of shares, and what is drawn in it. Values beyond the end of an axis are drawn at its end. */
export class SquareChart {
  readonly #ends: AxisEnds;
  readonly #x: Scale;
  readonly #y: Scale;

  /** @param ends @default - 1 in both directions */
  constructor(ends: AxisEnds = { across: 1, up: 1 }) {
    this.#ends = ends;
    this.#x = scaleTo(ends.across, [SQUARE.left, SQUARE.right]);
    this.#y = scaleTo(ends.up, [SQUARE.bottom, SQUARE.top]);
  }

  draw(label: string, ...content: readonly Content[]): Html {
    const { left, right, bottom } = SQUARE;
    const { across, up } = this.#ends;
    const lines = [0, 0.5, 1].map((part) => {
      const height = at(this.#y(part * up));
      return html`<line x1="${left}" x2="${right}" y1="${height}" y2="${height}"/><text x="${left - 4}" y="${height + 3}" class="end">${formatTick(part * up)}</text><text x="${at(this.#x(part * across))}" y="${bottom + 13}">${formatTick(part * across)}</text>`;
    });
    return html`<svg class="chart" viewBox="0 0 ${SQUARE.width} ${SQUARE.height}" role="img" aria-label="${label}">${lines}${content}</svg>
`;
  }

  /** The line from corner to corner as a guide. */
  diagonal(): Html {
    const { left, right, top, bottom } = SQUARE;
    return html`<line class="limit" x1="${left}" x2="${right}" y1="${bottom}" y2="${top}"/>`;
  }

  /** A horizontal guide. */
  level(value: number): Html {
    const height = at(this.#y(value));
    return html`<line class="limit" x1="${SQUARE.left}" x2="${SQUARE.right}" y1="${height}" y2="${height}"/>`;
  }

  /** A line through points. */
  polyline(points: readonly (readonly [number, number])[], name: 'now' | 'then'): Html {
    const path = pathRound(1);
    for (const [i, [across, up]] of points.entries()) {
      if (i === 0) path.moveTo(this.#x(across), this.#y(up));
      else path.lineTo(this.#x(across), this.#y(up));
    }
    return html`<path class="${name}" d="${pathData(path)}"/>`;
  }

  /** An interval of a point. */
  upright(across: number, { lower, upper }: Interval): Html {
    const place = at(this.#x(across));
    return html`<line class="interval" x1="${place}" x2="${place}" y1="${at(this.#y(upper))}" y2="${at(this.#y(lower))}"/>`;
  }

  /** A point of the window as a disc, or of what it is compared with as a square. @param radius of a disc with the same area, about */
  point(across: number, up: number, radius: number, name: 'point' | 'before' = 'point'): Html {
    const [x, y] = [this.#x(across), this.#y(up)];
    if (name === 'point') return html`<circle class="point" cx="${at(x)}" cy="${at(y)}" r="${at(radius)}"/>`;
    const side = 1.8 * radius;
    return html`<rect class="before" x="${at(x - side / 2)}" y="${at(y - side / 2)}" width="${at(side)}" height="${at(side)}"/>`;
  }
}

function scaleTo(end: number, range: readonly [number, number]): Scale {
  const scale = scaleLinear([0, end], range);
  return (value) => scale(Math.min(value, end));
}
