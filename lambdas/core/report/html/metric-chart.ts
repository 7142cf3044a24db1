import { ticks } from 'd3-array';
import { pathRound } from 'd3-path';
import type { HistoryRow } from '../../history/row.ts';
import { formatEstimate, formatMeasure } from '../../text/numbers.ts';
import { at, formatTick, type Scale, scaleLinear } from './chart-frame.ts';
import { Html, html } from './html.ts';

/** Units of the drawing, which is as wide as the page. */
const FRAME = { width: 960, height: 150, left: 44, right: 950, top: 8, bottom: 128 } as const;
const DAY = 86_400_000;

/** A measured window, with its time in the middle. */
interface Point {
  readonly time: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** A time that is marked, and what happened then. */
export interface Mark {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

/** A monitor's metric over time with its intervals as a band, and a line at each mark. null with fewer than two measured windows. */
export function metricChart(monitor: string, rows: readonly HistoryRow[], marks: readonly Mark[]): Html | null {
  const metric = rows.findLast((row) => row.metric_value !== null)?.metric ?? null;
  const measured = rows.filter((row) => row.metric === metric && row.metric_value !== null);
  // A row of a history that was changed by hand may have no readable time.
  const points = measured.map(pointOf).filter(({ time }) => Number.isFinite(time));
  if (metric === null || points.length < 2) return null;
  const [first, last] = [points[0], points[points.length - 1]];
  const low = Math.min(...points.map(({ lower }) => lower));
  const high = Math.max(...points.map(({ upper }) => upper));
  const x = scaleLinear([first.time, last.time], [FRAME.left, FRAME.right]);
  const y = scaleLinear([low, high], [FRAME.bottom, FRAME.top]);
  const shown = marks.filter(({ time }) => time >= first.time && time <= last.time);
  const upper = points.map(({ time, upper }) => [x(time), y(upper)] as const);
  const lower = points.map(({ time, lower }) => [x(time), y(lower)] as const);
  return html`<svg class="chart timeline" viewBox="0 0 ${FRAME.width} ${FRAME.height}" role="img" aria-label="${`${monitor}: ${metric} since ${dayOf(first.time)}, last ${formatEstimate(last)}`}">${[
    ticks(low, high, 3).map((value) => horizontal(value, y)),
    html`<path class="before" d="${lineThrough([...upper, ...lower.toReversed()], true)}"/>`,
    html`<path class="now" d="${lineThrough(
      points.map(({ time, value }) => [x(time), y(value)]),
      false,
    )}"/>`,
    shown.map((mark) => vertical(mark, x)),
    dayNames(first.time, last.time, x),
  ]}</svg>
`;
}

function pointOf({ window_start, window_end, metric_value, metric_lower, metric_upper }: HistoryRow): Point {
  const value = metric_value!;
  return {
    time: (Date.parse(window_start) + Date.parse(window_end)) / 2,
    value,
    lower: metric_lower ?? value,
    upper: metric_upper ?? value,
  };
}

function horizontal(value: number, y: Scale): Html {
  const height = at(y(value));
  return html`<line x1="${FRAME.left}" x2="${FRAME.right}" y1="${height}" y2="${height}"/><text x="${FRAME.left - 5}" y="${height + 3}" class="end">${formatTick(value)}</text>`;
}

function vertical({ time, text }: Mark, x: Scale): Html {
  const place = at(x(time));
  return html`<g class="mark"><title>${text}</title><line x1="${place}" x2="${place}" y1="${FRAME.top}" y2="${FRAME.bottom}"/><path d="M${at(place - 4)},${FRAME.top}h8l-4,7z"/></g>`;
}

/** About six days along the axis. */
function dayNames(from: number, to: number, x: Scale): Html[] {
  const days = Math.max(1, Math.ceil((to - from) / DAY / 6));
  const start = Math.ceil(from / DAY) * DAY;
  const count = Math.floor((to - start) / (days * DAY)) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => start + i * days * DAY)
    .filter((time) => x(time) > FRAME.left + 20 && x(time) < FRAME.right - 20)
    .map((time) => html`<text x="${at(x(time))}" y="${FRAME.bottom + 16}">${dayOf(time)}</text>`);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Numbers only, and as many as there are windows: nothing to escape or to cut. */
function lineThrough(points: readonly (readonly [x: number, y: number])[], isClosed: boolean): Html {
  const path = pathRound(1);
  for (const [i, [x, y]] of points.entries()) {
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  if (isClosed) path.closePath();
  return new Html(path.toString());
}

/** `accuracy 0.9300 (0.9125 to 0.9442)`, or that nothing is known. */
export function describeMetric(row: HistoryRow | undefined): string {
  if (row === undefined || row.metric_value === null) return 'not known';
  const { metric, metric_value: value, metric_lower: lower, metric_upper: upper } = row;
  if (lower === null || upper === null) return `${metric} ${formatMeasure(value)}`;
  return `${metric} ${formatEstimate({ value, lower, upper })}`;
}
