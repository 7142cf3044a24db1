import { nice, ticks } from 'd3-array';
import { pathRound } from 'd3-path';
import type { CheckResult } from '../../result/schema.ts';
import { formatCount, formatMeasure, formatRange, formatShare } from '../../text/numbers.ts';
import { describePoints, type History, type TimeMark, type TimePoint, timeMarks, timePoints } from '../time-line.ts';
import { at, formatTick, pathData, type Scale, scaleLinear } from './chart-frame.ts';
import { type Content, type Html, html } from './html.ts';
import { list, section, smallTable } from './html-table.ts';

/** Units of the drawing: it is as wide as the page. */
const WIDTH = 640;
const [LEFT, RIGHT] = [48, 632];
const [TOP, BOTTOM] = [34, 134];
const [ROWS_TOP, ROWS_BOTTOM] = [148, 172];
const HEIGHT = 190;
/** Room for a letter. */
const LETTER = 12;

/** The primary metric with its interval, or the drifted share, and the rows of the windows up to this one. */
export function timeLineSection(result: CheckResult, history: History | undefined): Html | null {
  if (history === undefined) return null;
  const points = timePoints(result, history.earlier);
  const measure = measureOf(result, points);
  if (points.length < 2 || measure.values.every((value) => value === null)) return null;
  const marks = timeMarks(points, history.state);
  return section(
    'Time line',
    drawing(points, measure, marks),
    html`<p class="dim">${measure.words} Bars: rows.</p>\n`,
    list(marks.map(({ letter, text }) => (letter === '' ? text : html`<strong>${letter}</strong> ${text}`))),
    html`<details><summary>Numbers</summary>${numbers(points, measure)}</details>\n`,
  );
}

/** What is drawn over time. */
interface Measure {
  readonly name: string;
  readonly words: string;
  readonly values: readonly (number | null)[];
  /** null: no interval. */
  readonly intervals: readonly (readonly [number, number] | null)[];
  readonly limits: readonly number[];
  readonly format: (value: number | null) => string;
}

function measureOf({ kind, verdict, limits }: CheckResult, points: readonly TimePoint[]): Measure {
  if (kind === 'drift') {
    return {
      name: 'drifted share',
      words: 'Line: the share of the features that drifted.',
      values: points.map(({ driftedShare }) => driftedShare),
      intervals: points.map(() => null),
      limits: [],
      format: formatShare,
    };
  }
  // Windows of another metric, which the monitor file had before, are left out.
  const name = verdict.performance.metric ?? points.findLast(({ metric }) => metric !== null)?.metric ?? '';
  const of = points.map((point) => (point.metric === name ? point : null));
  const numbers = limits.flatMap(({ text }) => {
    const [metric, , limit] = text.split(' ');
    return metric === name && Number.isFinite(Number(limit)) ? [Number(limit)] : [];
  });
  return {
    name,
    words: `Line: ${name}, with its 95 % interval as a band${numbers.length > 0 ? '; dashed: the limits' : ''}.`,
    values: of.map((point) => point?.value ?? null),
    intervals: of.map((point) => (point?.lower == null || point.upper === null ? null : [point.lower, point.upper])),
    limits: [...new Set(numbers)],
    format: formatMeasure,
  };
}

function drawing(points: readonly TimePoint[], measure: Measure, marks: readonly TimeMark[]): Html {
  const { name, values, intervals, limits, format } = measure;
  const x = scaleLinear([points[0].start, points[points.length - 1].start], [LEFT + 6, RIGHT - 6]);
  const known = [...values, ...intervals.flat(), ...limits].filter((value) => value !== null);
  const isShare = format === formatShare;
  const [low, high] = isShare ? [0, Math.max(0.1, ...known)] : nice(Math.min(...known), Math.max(...known), 4);
  const y = scaleLinear(high > low ? [low, high] : [low - 1, low + 1], [BOTTOM, TOP]);
  const names = ticks(low, high, 3).map((value) => {
    const height = at(y(value));
    return html`<line x1="${LEFT}" x2="${RIGHT}" y1="${height}" y2="${height}"/><text x="${LEFT - 5}" y="${height + 3}" class="end">${isShare ? formatShare(value) : formatTick(value)}</text>`;
  });
  const most = Math.max(1, ...points.map(({ rows }) => rows));
  const width = at(Math.max(1, Math.min(10, (RIGHT - LEFT) / points.length - 1)));
  const bars = points.map(({ start, rows }) => {
    const height = at((rows / most) * (ROWS_BOTTOM - ROWS_TOP));
    return html`<rect class="before" x="${at(x(start) - width / 2)}" y="${at(ROWS_BOTTOM - height)}" width="${width}" height="${height}"/>`;
  });
  const dashed = limits.map(
    (limit) => html`<line class="limit" x1="${LEFT}" x2="${RIGHT}" y1="${at(y(limit))}" y2="${at(y(limit))}"/>`,
  );
  const [first, last] = [points[0].window, points[points.length - 1].window];
  return html`<svg class="chart wide-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}: ${describePoints(points)}">${names}${band(points, intervals, x, y)}${dashed}${line(points, values, x, y)}${bars}${spans(marks, x)}${moments(marks, x)}<text x="${LEFT}" y="${HEIGHT - 5}" class="start">${first}</text><text x="${RIGHT}" y="${HEIGHT - 5}" class="end">${last}</text></svg>
`;
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

function band(points: readonly TimePoint[], intervals: Measure['intervals'], x: Scale, y: Scale): Content {
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

function line(points: readonly TimePoint[], values: Measure['values'], x: Scale, y: Scale): Content {
  const path = pathRound(1);
  for (const run of runs(points, values)) {
    run.forEach(([start, value], i) => {
      if (i === 0) path.moveTo(x(start), y(value));
      else path.lineTo(x(start), y(value));
    });
  }
  const lastValue = values[values.length - 1];
  const start = points[points.length - 1].start;
  const now = lastValue !== null && html`<circle class="point" cx="${at(x(start))}" cy="${at(y(lastValue))}" r="4"/>`;
  return html`<path class="now" d="${pathData(path)}"/>${now}`;
}

/** Incidents are bars at the top. */
function spans(marks: readonly TimeMark[], x: Scale): Html[] {
  return marks.flatMap(({ from, to }) =>
    to === undefined
      ? []
      : [html`<rect class="incident" x="${at(x(from) - 4)}" y="20" width="${at(x(to) - x(from) + 8)}" height="7"/>`],
  );
}

/** Everything else is a line with a letter; letters of moments that are close to each other stand together. */
function moments(marks: readonly TimeMark[], x: Scale): Html[] {
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
      html`<line class="moment" x1="${start}" x2="${start}" y1="16" y2="${BOTTOM}"/><text x="${start}" y="12">${letters}</text>`,
  );
}

function numbers(points: readonly TimePoint[], { name, values, intervals, format }: Measure): Html {
  return smallTable(
    `${name}: ${describePoints(points)}`,
    ['window', name, '95 % interval', 'rows'],
    points.map(({ window, rows }, i) => {
      const interval = intervals[i];
      return [window, format(values[i]), interval === null ? '' : formatRange(...interval), formatCount(rows)];
    }),
  );
}
