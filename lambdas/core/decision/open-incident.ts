import type { Incident } from '../result/incident.ts';

/** The open incident of a kind. There is at most one: every breach while it is open belongs to it. */
export function openIncident(incidents: readonly Incident[], kind: Incident['kind']): Incident | undefined {
  return incidents.find((incident) => incident.kind === kind && incident.state === 'open');
}
