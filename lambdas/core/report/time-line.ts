import type { MonitorState } from '../decision/state.ts';
import type { HistoryRow } from '../history/row.ts';
import type { CheckResult } from '../result/schema.ts';
import { countOf } from '../text/numbers.ts';
import { formatMinute } from '../text/times.ts';
import { INCIDENT } from './words.ts';

/** Windows on a time line, up to the one of the page. */
const MOST = 60;

/** A check of a window on the time line of its monitor. */
export interface TimePoint {
  readonly window: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly rows: number;
  readonly driftedShare: number | null;
  readonly metric: string | null;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What a page knows of a monitor's history besides the window itself. */
export interface History {
  readonly earlier: readonly TimePoint[];
  readonly state: Pick<MonitorState, 'incidents' | 'retrainings' | 'model'>;
}

/** What is drawn above the time line: a span, or a moment if it has no end. Milliseconds since the epoch. */
export interface TimeMark {
  readonly letter: string;
  readonly from: number;
  readonly to?: number;
  readonly text: string;
}

/** What the time line shows of an earlier check. */
export function timePoint(row: HistoryRow): TimePoint {
  return {
    window: row.window,
    start: Date.parse(row.window_start),
    rows: row.rows,
    driftedShare: row.drifted_share,
    metric: row.metric,
    value: row.metric_value,
    lower: row.metric_lower,
    upper: row.metric_upper,
  };
}

/** The latest windows, this one last. */
export function timePoints({ window, data, drift, verdict }: CheckResult, earlier: readonly TimePoint[]): TimePoint[] {
  const { metric, value, lower, upper } = verdict.performance;
  const current = {
    ...{ window: window.name, start: Date.parse(window.start), rows: data.rows },
    ...{ driftedShare: drift?.driftedShare ?? null, metric, value, lower, upper },
  };
  const before = earlier.filter(({ start, window: name }) => start < current.start && name !== window.name);
  return [...before.slice(1 - MOST), current];
}

/** Incidents as spans; acknowledgements, retrainings and the deployment of the live model as moments. In their order. */
export function timeMarks(
  points: readonly TimePoint[],
  { incidents, retrainings, model }: History['state'],
): TimeMark[] {
  const starts = new Map(points.map(({ window, start }) => [window, start]));
  const [first, last] = [points[0].start, points[points.length - 1].start];
  // Names of windows sort by time. Those that are not on the line lie before it, after it, or in a gap.
  const startOf = (window: string) => starts.get(window) ?? (window < points[0].window ? first - 1 : last + 1);
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
  const isShown = ({ from, to }: TimeMark) => to !== undefined || (from >= first && from <= last + WIDEST);
  return marks.filter(isShown).sort((a, b) => a.from - b.from);
}

/** What happens this long after the start of the last window is still on its time line. */
const WIDEST = 86_400_000;

/** `60 windows from 2026-01-01`. */
export function describePoints(points: readonly TimePoint[]): string {
  return `${countOf(points.length, 'window')} from ${points[0].window}`;
}
