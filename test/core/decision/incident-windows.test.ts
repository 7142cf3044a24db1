import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/core/decision/checked-window.ts';
import {
  countIncidentWindows,
  incidentDuration,
  isSingleWindow,
} from '../../../lambdas/core/decision/incident-windows.ts';
import type { Incident } from '../../../lambdas/core/result/incident.ts';
import { checkedWindowOf, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;

/** Drift checks of the days from 2001-02-01 on. */
const days = (...statuses: Signal['status'][]) =>
  statuses.map((status, i) => checkedWindowOf(i, { signals: [signalOf('drift', status)] }));

function incidentOf(since: number, last: number, changes: Partial<Incident> = {}): Incident {
  const name = (day: number) => checkedWindowOf(day, {}).window;
  return {
    id: `drift-${name(since)}`,
    kind: 'drift',
    state: 'open',
    since: name(since),
    openedAt: 0,
    lastWindow: name(last),
    notifiedAt: 0,
    notifiedWindow: name(since),
    recoveredWindow: null,
    acknowledged: null,
    resolved: null,
    ...changes,
  };
}

describe('the windows of an incident', () => {
  it('are those that breached, from its first one on', () => {
    const windows = days('breach', 'breach', 'unknown', 'breach', 'clear');
    expect(countIncidentWindows(windows, incidentOf(1, 3))).toBe(2);
  });

  it('are those of its own kind', () => {
    const broken = checkedWindowOf(1, { signals: [signalOf('data-quality', 'breach'), signalOf('drift', 'clear')] });
    expect(countIncidentWindows([...days('breach'), broken], incidentOf(0, 0))).toBe(1);
  });

  it('are all that breached where the first one is no longer on record', () => {
    expect(countIncidentWindows(days('breach', 'clear', 'breach'), incidentOf(-9, 2))).toBe(2);
  });

  it('last from the start of the first to the end of the last', () => {
    expect(incidentDuration(days('breach', 'breach', 'breach', 'clear'), incidentOf(0, 2))).toBe(3 * DAY);
  });

  it('last for a time that is not known where the first or the last is no longer on record', () => {
    const windows = days('breach', 'breach');
    expect([incidentDuration(windows, incidentOf(-9, 1)), incidentDuration(windows, incidentOf(0, 9))]).toEqual([
      null,
      null,
    ]);
  });
});

describe('a single odd window', () => {
  const windows = days('breach', 'clear');
  const [, clear] = windows;
  const mark = { by: 'Ann', at: 0, note: '', until: null };

  it('is one that drifted, before one that did not', () => {
    expect(isSingleWindow(incidentOf(0, 0), clear, windows)).toBe(true);
  });

  it.each([
    ['the data was broken', incidentOf(0, 0, { kind: 'data-quality' })],
    ['a person acknowledged it', incidentOf(0, 0, { acknowledged: mark })],
    ['a message about a second one was sent', incidentOf(0, 0, { notifiedWindow: '2001-02-02' })],
    ['it is no longer on record', incidentOf(-9, 0)],
  ])('is none where %s', (_name, incident) => {
    expect(isSingleWindow(incident, clear, windows)).toBe(false);
  });

  it('is none where that very window was repaired', () => {
    expect(isSingleWindow(incidentOf(0, 0), windows[0], windows)).toBe(false);
  });

  it('is none where a second one drifted', () => {
    const more = days('breach', 'breach', 'clear');
    expect(isSingleWindow(incidentOf(0, 1), more[2], more)).toBe(false);
  });
});
