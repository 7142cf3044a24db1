import type { CheckedWindow, Signal } from './checked-window.ts';
import { lacksLabels } from './checked-windows.ts';
import { type LimitStanding, MODEL_INCIDENT_KINDS, ofLiveModel } from './limits.ts';
import { openIncident } from './open-incident.ts';
import type { CheckKind, MonitorState } from './state.ts';

/** For each kind of incident, the signal that decides about it: that of the latest window with a known status. */
export function latestSignals(
  state: MonitorState,
  kind: CheckKind,
  limits: readonly LimitStanding[],
): { signal: Signal; checkedWindow: CheckedWindow }[] {
  const found = new Map<string, { signal: Signal; checkedWindow: CheckedWindow }>();
  const ofLive = new Set(ofLiveModel(state, state.checks[kind]));
  for (const checkedWindow of state.checks[kind]) {
    for (const signal of checkedWindow.signals) {
      // A model that was replaced can no longer perform badly, nor its data drift from its baseline.
      const concerned = ofLive.has(checkedWindow) || !MODEL_INCIDENT_KINDS.has(signal.kind);
      if (concerned && (signal.status !== 'unknown' || signal.notBack))
        found.set(signal.kind, { signal, checkedWindow });
    }
  }
  if (kind === 'accuracy') {
    const performance = performanceSignalOf(state, limits, found.get('performance'));
    if (performance !== undefined) found.set('performance', performance);
  }
  const keepsOpen = (signal: Signal) => signal.notBack && openIncident(state.incidents, signal.kind) !== undefined;
  return [...found.values()]
    .map(({ signal, checkedWindow }) => ({
      signal: keepsOpen(signal) ? { ...signal, status: 'breach' as const } : signal,
      checkedWindow,
    }))
    .filter(({ signal }) => signal.status !== 'unknown');
}

/**
 * How performance stands after all windows. Several windows together decide whether a limit is passed, so the signal is that
 * of the latest window beyond it. Late labels can weaken an open incident's evidence and strengthen it again: the incident ends only
 * when no more labels are expected, so that checking the same windows again cannot close it and reopen it.
 */
function performanceSignalOf(
  state: MonitorState,
  limits: readonly LimitStanding[],
  latest: { signal: Signal; checkedWindow: CheckedWindow } | undefined,
): { signal: Signal; checkedWindow: CheckedWindow } | undefined {
  const alerts = limits.filter(({ purpose }) => purpose === 'alert');
  if (alerts.some(({ reached }) => reached)) {
    const bad = ofLiveModel(state, state.checks.accuracy).findLast(({ signals }) =>
      signals.some(({ kind, status }) => kind === 'performance' && status === 'breach'),
    );
    const signal = bad?.signals.find(({ kind }) => kind === 'performance');
    return bad === undefined || signal === undefined ? latest : { signal, checkedWindow: bad };
  }
  if (latest === undefined) return latest;
  const isOnItsWay = alerts.some(({ streak, standing }) => standing === null && streak > 0);
  const status = isOnItsWay || mayComeBack(state, alerts) ? 'unknown' : 'clear';
  return { ...latest, signal: { ...latest.signal, status } };
}

/** Whether an open incident's evidence has fallen below what is needed while its labels are still expected. */
function mayComeBack({ incidents, checks }: MonitorState, alerts: readonly LimitStanding[]): boolean {
  const open = openIncident(incidents, 'performance');
  if (open === undefined) return false;
  const since = checks.accuracy.find(({ window }) => window === open.since)?.start ?? Number.NEGATIVE_INFINITY;
  const isProvedBack = alerts.some(({ standing }) => standing !== null && standing.closedBy !== null);
  const isOpen = checks.accuracy.some((checkedWindow) => checkedWindow.start <= since && lacksLabels(checkedWindow));
  return alerts.some(({ standing }) => standing !== null) && !isProvedBack && isOpen;
}
