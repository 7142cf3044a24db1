import type { CheckedWindow } from '../decision/checked-window.ts';
import type { MonitorState } from '../decision/state.ts';
import { countOf } from '../text/numbers.ts';
import { formatMinute } from '../text/times.ts';
import { INCIDENT } from './words.ts';

/** Windows on the time line of a check's page. */
const MOST = 60;

/** What both checks of a window measured. null: not known. */
export interface TimePoint {
  readonly window: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly rows: number;
  readonly driftedShare: number | null;
  /** The primary metric with its 95 % interval. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What is drawn above the time line: a span, or a moment if it has no end. Milliseconds since the epoch. */
export interface TimeMark {
  readonly letter: string;
  readonly from: number;
  readonly to?: number;
  readonly text: string;
}

/** The windows of a monitor, and what happened meanwhile. */
export interface TimeLine {
  /** Oldest first. */
  readonly points: readonly TimePoint[];
  /** The primary metric; null: none has been measured. */
  readonly metric: string | null;
  /** Values of the limits on that metric. */
  readonly limits: readonly number[];
  readonly marks: readonly TimeMark[];
  /** Where it ends, milliseconds since the epoch. @default the start of the last window */
  readonly until?: number;
  /** Times that are shaded, half open, milliseconds since the epoch. @default none */
  readonly shaded?: readonly ShadedTime[];
}

/** A time that stands out, and its name. */
export interface ShadedTime {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What a time line is made of. */
export type Recorded = Pick<MonitorState, 'checks' | 'incidents' | 'retrainings' | 'model'>;

/**
 * The time line of a monitor. Windows of another metric, which the monitor file had before, have no value.
 *
 * @param options.until Start of the last window, milliseconds since the epoch. @default the latest
 * @param options.last How many windows it has at most.
 */
export function timeLineOf(
  state: Recorded,
  { until = Number.POSITIVE_INFINITY, last = MOST }: { readonly until?: number; readonly last?: number } = {},
): TimeLine {
  const [drift, accuracy] = [state.checks.drift, state.checks.accuracy].map((windows) =>
    windows.filter(({ start }) => start <= until),
  );
  const metric = accuracy.findLast(({ measures }) => measures?.metric !== undefined)?.measures?.metric?.name ?? null;
  const points = pointsOf(drift, accuracy, metric).slice(-last);
  return {
    points,
    metric,
    limits: limitsOn(metric, accuracy),
    marks: points.length > 0 ? timeMarks(points, state, [...state.checks.drift, ...state.checks.accuracy]) : [],
  };
}

function pointsOf(
  drift: readonly CheckedWindow[],
  accuracy: readonly CheckedWindow[],
  metric: string | null,
): TimePoint[] {
  const points = new Map<string, TimePoint>();
  // Both checks read the same captured rows. The accuracy check may have read them later.
  for (const { window, start, measures } of [...drift, ...accuracy]) {
    if (measures === undefined) continue;
    const known = points.get(window);
    const { value, lower, upper } = measures.metric?.name === metric ? measures.metric! : NO_METRIC;
    const driftedShare = measures.driftedShare ?? known?.driftedShare ?? null;
    points.set(window, { window, start, rows: measures.rows, driftedShare, value, lower, upper });
  }
  return [...points.values()].sort((a, b) => a.start - b.start);
}

const NO_METRIC = { value: null, lower: null, upper: null };

/** The limits by which the last window was judged. */
function limitsOn(metric: string | null, accuracy: readonly CheckedWindow[]): number[] {
  const texts = accuracy.at(-1)?.limits.map(({ text }) => text.split(' ')) ?? [];
  const values = texts.filter(([name]) => name === metric).map(([, , value]) => Number(value));
  return [...new Set(values)].filter(Number.isFinite);
}

/**
 * Incidents as spans; acknowledgements, retrainings and the deployment of the live model as moments. In their order. What happens
 * after the last window, and before the next one on record begins, is on the line too.
 *
 * @param windows All on record. @default those of the points
 */
export function timeMarks(
  points: readonly TimePoint[],
  { incidents, retrainings, model }: Pick<Recorded, 'incidents' | 'retrainings' | 'model'>,
  windows: readonly Pick<TimePoint, 'window' | 'start'>[] = points,
): TimeMark[] {
  const recorded = windows.toSorted((a, b) => a.start - b.start);
  const [first, last] = [points[0].start, points[points.length - 1].start];
  const next = recorded.find(({ start }) => start > last)?.start ?? Number.POSITIVE_INFINITY;
  // Names of windows sort by time. A window that is no longer on record counts as the one before it.
  const startOf = (name: string) => recorded.findLast(({ window }) => window <= name)?.start ?? first - 1;
  const marks: TimeMark[] = [];
  for (const { kind, state, since, recoveredWindow, acknowledged, resolved } of incidents) {
    const from = startOf(since);
    const end = recoveredWindow === null ? (resolved?.at ?? last) : startOf(recoveredWindow);
    const until = recoveredWindow ?? (resolved && formatMinute(resolved.at));
    const text = `${INCIDENT[kind]} ${state === 'open' || until === null ? `open since window ${since}` : `from window ${since} to ${until}`}`;
    if (end >= first && from <= last)
      marks.push({ letter: '', from: Math.max(from, first), to: Math.min(end, last), text });
    if (acknowledged === null) continue;
    const when = formatMinute(acknowledged.at);
    marks.push({ letter: 'A', from: acknowledged.at, text: `${INCIDENT[kind]} acknowledged ${when}` });
  }
  for (const { action, startedAt, end } of retrainings) {
    const what = action === 'retrain' ? 'retraining' : 'rollback';
    marks.push({
      letter: 'R',
      from: startedAt,
      text: `${what} started ${formatMinute(startedAt)}: ${end?.replaceAll('-', ' ') ?? 'running'}`,
    });
  }
  if (model !== null)
    marks.push({ letter: 'D', from: model.since, text: `the live model deployed ${formatMinute(model.since)}` });
  const isShown = ({ from, to }: TimeMark) => to !== undefined || (from >= first && from < next);
  return marks.filter(isShown).sort((a, b) => a.from - b.from);
}

/** `60 windows from 2026-01-01`. */
export function describePoints(points: readonly TimePoint[]): string {
  return `${countOf(points.length, 'window')} from ${points[0].window}`;
}
