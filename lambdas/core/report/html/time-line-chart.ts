import { nice, ticks } from 'd3-array';
import { pathRound } from 'd3-path';
import { formatShare } from '../../text/numbers.ts';
import { describePoints, type ShadedTime, type TimeLine, type TimeMark, type TimePoint } from '../time-line.ts';
import { at, formatTick, pathData, type Scale, scaleLinear } from './chart-frame.ts';
import { type Content, type Html, html } from './html.ts';

/** Units of the drawing. */
const WIDTH = 640;
const [LEFT, RIGHT] = [48, 632];
/** Where incidents are drawn, and below them the first part. */
const [INCIDENTS, FIRST_PART] = [17, 46];
/** Room above a part for its name, and below the last one for the windows' names. */
const NAME = 20;
/** Room for a letter. */
const LETTER = 12;

type Value = number | null;
type Interval = readonly [lower: number, upper: number] | null;

/** A drawing over the same time as the others. */
interface Part {
  readonly name: string;
  readonly height: number;
  readonly draw: (top: number, bottom: number) => Content;
}

/** The primary metric with its interval and limits, the drifted share and the rows below each other; the parts that are known. */
export function timeLineChart(subject: string, line: TimeLine): Html {
  const { points, marks, shaded = [] } = line;
  const [first, last] = [points[0], points[points.length - 1]];
  const x = scaleLinear([first.start, line.until ?? last.start], [LEFT + 6, RIGHT - 6]);
  const parts = [metricPart(line, x), sharePart(points, x), rowsPart(points, x)].filter((part) => part !== null);
  let bottom = FIRST_PART - NAME;
  const drawn = parts.map(({ name, height, draw }) => {
    const top = bottom + NAME;
    bottom = top + height;
    return html`<text x="${LEFT}" y="${top - 4}" class="start">${name}</text>${draw(top, bottom)}`;
  });
  const names = parts.map(({ name }) => name).join(', ');
  return html`<svg class="chart wide-chart" viewBox="0 0 ${WIDTH} ${bottom + NAME}" role="img" aria-label="${subject}: ${names}, ${describePoints(points)}">${shades(shaded, x, bottom)}${drawn}${spans(marks, x)}${moments(marks, x, bottom)}<text x="${LEFT}" y="${bottom + 12}" class="start">${first.window}</text><text x="${at(Math.min(RIGHT, x(last.start) + 6))}" y="${bottom + 12}" class="end">${last.window}</text></svg>
`;
}

function shades(shaded: readonly ShadedTime[], x: Scale, bottom: number): Html[] {
  const top = FIRST_PART - NAME;
  return shaded.map(({ name, start, end }) => {
    const [from, to] = [Math.max(LEFT, x(start)), Math.min(RIGHT, x(end))].map(at);
    return html`<g><title>${name}</title><rect class="known-bad" x="${from}" y="${top}" width="${at(Math.max(2, to - from))}" height="${bottom - top}"/></g>`;
  });
}

/** Whether there is a line to draw. */
export function hasTimeLine({ points }: TimeLine): boolean {
  return points.length > 1 && points.some(({ value, driftedShare }) => value !== null || driftedShare !== null);
}

/** The interval of the metric; null: not known. */
export function intervalOf({ lower, upper }: TimePoint): Interval {
  return lower === null || upper === null ? null : [lower, upper];
}

function metricPart({ points, metric, limits }: TimeLine, x: Scale): Part | null {
  const values = points.map(({ value }) => value);
  if (metric === null || values.every((value) => value === null)) return null;
  const intervals = points.map(intervalOf);
  const known = [...values, ...intervals.flatMap((interval) => interval ?? []), ...limits].filter(
    (value) => value !== null,
  );
  const [low, high] = nice(Math.min(...known), Math.max(...known), 4);
  const draw = (top: number, bottom: number) => {
    const y = scaleLinear(high > low ? [low, high] : [low - 1, low + 1], [bottom, top]);
    const dashed = limits.map(
      (limit) => html`<line class="limit" x1="${LEFT}" x2="${RIGHT}" y1="${at(y(limit))}" y2="${at(y(limit))}"/>`,
    );
    const lines = horizontals(ticks(low, high, 2), y, formatTick);
    return [lines, band(points, intervals, x, y), dashed, curve(points, values, x, y)];
  };
  return { name: metric, height: 80, draw };
}

function sharePart(points: readonly TimePoint[], x: Scale): Part | null {
  const values = points.map(({ driftedShare }) => driftedShare);
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const high = Math.max(0.1, ...known);
  const draw = (top: number, bottom: number) => {
    const y = scaleLinear([0, high], [bottom, top]);
    return [horizontals(ticks(0, high, 2), y, formatShare), curve(points, values, x, y)];
  };
  return { name: 'drifted share of the features', height: 40, draw };
}

function rowsPart(points: readonly TimePoint[], x: Scale): Part {
  const most = Math.max(1, ...points.map(({ rows }) => rows));
  const width = at(Math.max(1, Math.min(10, (RIGHT - LEFT) / points.length - 1)));
  const draw = (top: number, bottom: number) =>
    points.map(({ start, rows }) => {
      const height = at((rows / most) * (bottom - top));
      return html`<rect class="before" x="${at(x(start) - width / 2)}" y="${at(bottom - height)}" width="${width}" height="${height}"/>`;
    });
  return { name: 'rows', height: 24, draw };
}

function horizontals(values: readonly number[], y: Scale, format: (value: number) => string): Html[] {
  return values.map((value) => {
    const height = at(y(value));
    return html`<line x1="${LEFT}" x2="${RIGHT}" y1="${height}" y2="${height}"/><text x="${LEFT - 5}" y="${height + 3}" class="end">${format(value)}</text>`;
  });
}

/** Runs of neighbouring points that are known. */
function runs<T>(points: readonly TimePoint[], of: readonly (T | null)[]): (readonly [start: number, value: T])[][] {
  const found: (readonly [number, T])[][] = [[]];
  points.forEach(({ start }, i) => {
    const value = of[i];
    if (value !== null) found[found.length - 1].push([start, value]);
    else if (found[found.length - 1].length > 0) found.push([]);
  });
  return found.filter((run) => run.length > 0);
}

function band(points: readonly TimePoint[], intervals: readonly Interval[], x: Scale, y: Scale): Content {
  const path = pathRound(1);
  for (const run of runs(points, intervals)) {
    const [start, [lower, upper]] = run[0];
    // A single window has a band of some width.
    if (run.length === 1) path.rect(x(start) - 2, y(upper), 4, y(lower) - y(upper));
    else {
      path.moveTo(x(start), y(lower));
      for (const [time, [, end]] of run) path.lineTo(x(time), y(end));
      for (const [time, [end]] of run.slice(1).reverse()) path.lineTo(x(time), y(end));
      path.closePath();
    }
  }
  return html`<path class="before" d="${pathData(path)}"/>`;
}

/** A line with gaps, and a point where it ends. */
function curve(points: readonly TimePoint[], values: readonly Value[], x: Scale, y: Scale): Content {
  const path = pathRound(1);
  const found = runs(points, values);
  for (const run of found) {
    path.moveTo(x(run[0][0]), y(run[0][1]));
    // A single window is drawn as a dot.
    for (const [start, value] of run.length === 1 ? run : run.slice(1)) path.lineTo(x(start), y(value));
  }
  const [start, value] = found[found.length - 1].at(-1)!;
  return html`<path class="now" d="${pathData(path)}"/><circle class="point" cx="${at(x(start))}" cy="${at(y(value))}" r="4"/>`;
}

/** Incidents are bars at the top. */
function spans(marks: readonly TimeMark[], x: Scale): Html[] {
  return marks.flatMap(({ from, to }) =>
    to === undefined
      ? []
      : [
          html`<rect class="incident" x="${at(x(from) - 4)}" y="${INCIDENTS}" width="${at(x(to) - x(from) + 8)}" height="7"/>`,
        ],
  );
}

/** Everything else is a line with a letter; letters of moments that are close to each other stand together. */
function moments(marks: readonly TimeMark[], x: Scale, bottom: number): Html[] {
  const groups: { start: number; letters: string }[] = [];
  for (const { letter, from, to } of marks) {
    const start = at(Math.min(RIGHT, x(from)));
    const near = groups.at(-1);
    if (to !== undefined) continue;
    if (near === undefined || start - near.start > LETTER) groups.push({ start, letters: letter });
    else if (!near.letters.includes(letter)) near.letters += letter;
  }
  return groups.map(
    ({ start, letters }) =>
      html`<line class="moment" x1="${start}" x2="${start}" y1="13" y2="${bottom}"/><text x="${start}" y="10">${letters}</text>`,
  );
}
