import { windowsLookedAt } from '../check/measuring/earlier-windows.ts';
import { TypedTable } from '../columns/typed-table.ts';
import type { RunContext } from '../context.ts';
import type { DeclaredNormal, NewNormalColumn } from '../decision/declared-normal.ts';
import { IncidentError } from '../decision/incident-actions.ts';
import { columnNormals, normalsOf } from '../decision/new-normals.ts';
import type { MonitorState } from '../decision/state.ts';
import { levelOf } from '../drift/new-normal.ts';
import { type FlaggedRun, flaggedRuns } from '../history/flagged-runs.ts';
import { readHistory } from '../history/store.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Incident } from '../result/incident.ts';
import { listNames } from '../text/name-list.ts';
import { isAccessDenied } from './access-denied.ts';

/** The fewest windows of a new normal: a single window may be an odd one. */
const FEWEST_WINDOWS = 2;
/** The most windows of a new normal, the latest ones: four weeks of days. */
const MOST_WINDOWS = 28;

/** The columns of an open drift incident that can become the new normal. */
export interface DriftedColumns extends Pick<DeclaredNormal, 'baseline' | 'until' | 'columns'> {
  /** Names of columns that have not been flagged for long enough. */
  readonly tooNew: readonly string[];
}

/**
 * The levels of the columns that an open drift incident's last window flags, averaged since each was first flagged.
 *
 * @throws IncidentError when no column has been flagged for two windows, or the stored history does not suffice
 */
export async function driftedColumns(
  monitor: Monitor,
  incident: Incident,
  state: MonitorState,
  { results }: Pick<RunContext, 'results'>,
): Promise<DriftedColumns> {
  const { id, lastWindow } = incident;
  const rows = await readHistory(results, monitor.name, 'drift', { last: windowsLookedAt(monitor) }).catch((cause) => {
    // Of the functions that accept actions on incidents, only the one for drift checks may read their history.
    if (!isAccessDenied(cause)) throw cause;
    throw new IncidentError(
      `${id}: this function must not read the history of drift checks; invoke the one for drift checks`,
      { cause },
    );
  });
  const last = rows.find((row) => row.window === lastWindow);
  if (last === undefined) {
    throw new IncidentError(`${id}: window ${lastWindow} has no history row; check the window again`);
  }
  const { baseline } = last;
  if (baseline === null || baseline !== state.baseline) {
    throw new IncidentError(
      `${id}: window ${lastWindow} was compared with a baseline that is no longer active; check the window again`,
    );
  }
  const until = Math.max(Date.parse(last.window_start), state.checks.drift.at(-1)?.start ?? 0);
  const against = rows.slice(0, rows.indexOf(last) + 1).filter((row) => row.baseline === baseline);
  const declared = normalsOf(state, baseline);
  const normals = {
    features: columnNormals(declared, 'features', Number.POSITIVE_INFINITY),
    answers: columnNormals(declared, 'answers', Number.POSITIVE_INFINITY),
  };
  const isOver = (family: NewNormalColumn['family'], column: string, start: number) => {
    const normal = normals[family].get(column);
    return normal !== undefined && start <= normal.until;
  };
  const runs = flaggedRuns(against, isOver);
  const known = runs.filter(({ windows }) => windows.length >= FEWEST_WINDOWS);
  if (known.length === 0) throw new IncidentError(`${id}: ${describeTooNew(runs, lastWindow)}`);
  return {
    baseline,
    until,
    columns: known.map(columnOf),
    tooNew: runs.filter((run) => !known.includes(run)).map((run) => run.name),
  };
}

function describeTooNew(runs: readonly FlaggedRun[], window: string): string {
  if (runs.length === 0)
    return `window ${window} flags no column that can become the new normal; check the window again`;
  const names = listNames(runs.map(({ name }) => name));
  return `${names} drifted only in window ${window}, and a new normal needs two drifted windows; until then, acknowledge the incident`;
}

function columnOf({ family, name, method, windows }: FlaggedRun): NewNormalColumn {
  const latest = windows.slice(-MOST_WINDOWS);
  const shifts = TypedTable.of({ shift: latest.flatMap((window) => window.shifts) }).groupby(({ shift: [key] }) => key);
  const distances = latest.map(({ distance }) => distance).filter((distance) => distance !== null);
  return {
    family,
    name,
    since: windows[0].window,
    start: windows[0].start,
    windows: latest.length,
    levels: [...shifts].map(([key, rows]): [string, number, number] => {
      const { mean, error } = levelOf(rows.map(({ shift: [, effect, error] }) => ({ effect, error })));
      return [key, mean, error];
    }),
    method,
    distance: distances.length === 0 ? null : distances.reduce((sum, one) => sum + one, 0) / distances.length,
  };
}
