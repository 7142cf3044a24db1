import type { CheckedWindow } from '../decision/checked-window.ts';
import { dataMatches } from '../decision/data-matches.ts';
import { standingOfRequest } from '../decision/retraining/start.ts';
import type { RetrainingRequest, RetrainingRun } from '../decision/retraining/state.ts';
import type { CheckKind, MonitorState } from '../decision/state.ts';
import { describeMissingLimit, hasNoLimit } from '../monitor/missing-limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Incident } from '../result/incident.ts';
import type { Verdict } from '../result/schema.ts';
import { type TimeLine, timeLineOf } from './time-line.ts';
import { type WindowStanding, windowStanding } from './window-standing.ts';

/** Windows of a monitor on the overview: a quarter of a year of days. */
export const SHOWN_WINDOWS = 90;

/** The check of a window as the overview shows it. */
export interface ShownCheck extends WindowStanding {
  readonly window: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** The worst of what is beyond a limit; empty: nothing is. */
  readonly headline: string;
  readonly dataMatches: Verdict['dataMatches'];
}

/** A monitor as the overview shows it: a small part of its state, because a deployment can have many monitors. */
export interface ShownMonitor extends Readonly<Record<CheckKind, readonly ShownCheck[]>> {
  readonly monitor: string;
  readonly baseline: string | null;
  /** Those that are open. */
  readonly incidents: readonly Incident[];
  readonly retraining: Pick<RetrainingRequest, 'since' | 'limit'> | null;
  /** How the requested retraining stands: one printable line; null: there is none. */
  readonly standing: string | null;
  /** Those on record; since the first of the windows if there are older ones. Oldest first. */
  readonly retrainings: readonly RetrainingRun[];
  readonly timeLine: TimeLine;
  /** Where the model is worse than its baseline and no limit is set: what this means, in words. @default - that is not so */
  readonly noLimit?: string | undefined;
}

/**
 * What the overview shows of a monitor.
 *
 * @param options.last Number of windows.
 * @param options.hasWorkflow Whether there is a workflow that starts retrainings.
 */
export function shownMonitor(
  state: MonitorState,
  monitor: Monitor,
  { last = SHOWN_WINDOWS, ...options }: { readonly last?: number; readonly now: number; readonly hasWorkflow: boolean },
): ShownMonitor {
  const starts = new Set([...state.checks.drift, ...state.checks.accuracy].map(({ start }) => start));
  const first = [...starts].sort((a, b) => a - b).at(-last) ?? 0;
  const shown = (kind: CheckKind) => state.checks[kind].filter(({ start }) => start >= first).map(shownCheck);
  return {
    monitor: state.monitor,
    baseline: state.baseline,
    incidents: state.incidents.filter((incident) => incident.state === 'open'),
    retraining: state.retraining,
    standing: standingOfRequest(state, monitor, options)?.text ?? null,
    retrainings: state.retrainings.filter(({ startedAt }) => startedAt >= first),
    drift: shown('drift'),
    accuracy: shown('accuracy'),
    timeLine: timeLineOf(state, { last }),
    noLimit: worseNow(state, monitor),
  };
}

/** That the latest measured window is worse than the baseline, and that nothing follows. */
function worseNow({ checks }: MonitorState, monitor: Monitor): string | undefined {
  const latest = checks.accuracy.findLast(({ measures }) => (measures?.metric?.value ?? null) !== null);
  if (latest?.measures?.metric?.worse !== true || !hasNoLimit(monitor)) return undefined;
  return describeMissingLimit(monitor.performance.primaryMetric, null);
}

function shownCheck(checked: CheckedWindow): ShownCheck {
  const { window, start, signals } = checked;
  const headline = signals.find(({ status }) => status === 'breach')?.headline ?? '';
  return { window, start, headline, dataMatches: dataMatches(signals), ...windowStanding(checked) };
}
