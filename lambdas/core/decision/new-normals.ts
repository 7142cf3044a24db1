import type { NewNormal } from '../drift/new-normal.ts';
import type { Incident } from '../result/incident.ts';
import type { DeclaredNormal, NewNormalColumn } from './declared-normal.ts';
import {
  describeOver,
  findIncident,
  type IncidentChange,
  IncidentError,
  markOf,
  type SignedNote,
} from './incident-actions.ts';
import type { MonitorState } from './state.ts';

/** The most new normals that a monitor keeps: with more, the baseline is out of date. */
const MAX_KEPT = 40;

/** The incident whose drifted columns should become normal; null where they already are. @throws IncidentError */
export function findDrift(state: MonitorState, id: string): Incident | null {
  const incident = findIncident(state, id);
  if (incident.resolved?.newNormal) return null;
  if (incident.kind !== 'drift') {
    throw new IncidentError(`${id} is not a drift incident: only drifted columns can get a new normal`);
  }
  if (incident.state === 'open') return incident;
  throw new IncidentError(
    `${id} is ${describeOver(incident)}: its drift can no longer become the new normal; if the data drifts again, name the incident that opens then`,
  );
}

/**
 * Resolves an open drift incident: the values that its columns have had since they drifted are normal from now on. This
 * replaces earlier new normals of the same columns.
 *
 * @param found At least one column with its levels, and the baseline that these are measured from.
 * @throws IncidentError when the monitor keeps too many already
 */
export function declareNewNormal(
  state: MonitorState,
  incident: Incident,
  { said, now, ...found }: Pick<DeclaredNormal, 'baseline' | 'until' | 'columns'> & { said: SignedNote; now: number },
): IncidentChange {
  const mark = markOf(said, now);
  const declared: DeclaredNormal = { ...mark, incident: incident.id, ...found };
  const isNew = ({ family, name }: NewNormalColumn) =>
    found.columns.some((column) => column.family === family && column.name === name);
  // A rollback restores the previous baseline, so its new normals stay; those of older baselines go.
  const baselines = new Set([found.baseline, state.baseline, state.model?.previous?.baseline]);
  const kept = state.newNormals
    .filter(({ baseline }) => baselines.has(baseline))
    .map((before) =>
      before.baseline === found.baseline
        ? { ...before, columns: before.columns.filter((column) => !isNew(column)) }
        : before,
    )
    .filter(({ columns }) => columns.length > 0);
  if (kept.length >= MAX_KEPT) {
    throw new IncidentError(
      `there are ${MAX_KEPT} new normals already, so the baseline is out of date: retrain, or build a baseline from newer data`,
    );
  }
  const over: Incident = { ...incident, state: 'resolved', resolved: { ...mark, newNormal: true } };
  return {
    state: {
      ...state,
      incidents: state.incidents.map((other) => (other.id === incident.id ? over : other)),
      newNormals: [...kept, declared],
    },
    incident: over,
  };
}

/** The new normals that apply to a baseline. */
export function normalsOf({ newNormals }: Pick<MonitorState, 'newNormals'>, baseline: string | null): DeclaredNormal[] {
  return newNormals.filter((normal) => normal.baseline === baseline);
}

/** The columns of a family that have a new normal in a window with this start, by name. */
export function columnNormals(
  declared: readonly DeclaredNormal[],
  family: NewNormalColumn['family'],
  start: number,
): ReadonlyMap<string, NewNormal> {
  const normals = new Map<string, NewNormal>();
  for (const { until, columns } of declared) {
    for (const column of columns) {
      if (column.family !== family || start < column.start) continue;
      const { name, since, start: from, windows, distance, method } = column;
      const levels = new Map(column.levels.map(([key, mean, error]) => [key, { mean, error }]));
      normals.set(name, { since, start: from, until, windows, distance, method, levels });
    }
  }
  return normals;
}
