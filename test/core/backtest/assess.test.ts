import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { assess } from '../../../lambdas/core/backtest/assess.ts';
import type { Replayed, ReplayedAlert } from '../../../lambdas/core/backtest/replayed.ts';

const DAY = 86_400_000;
const YEAR = { start: 0, end: 365.25 * DAY };

/** An alert about a day, sent six hours after its end. */
function alertOf(day: number, kind: string, state: string, newFindings?: string[]): ReplayedAlert {
  const alert = { kind, state, newFindings, title: `${kind} ${state} ${day}` } as Alert;
  return { at: (day + 1.25) * DAY, about: day * DAY, alert };
}

const replayedOf = (...alerts: ReplayedAlert[]) => ({ alerts, requests: [] }) as unknown as Replayed;
const period = (name: string, start: number, end: number) => ({ name, start: start * DAY, end: end * DAY });

describe('what a backtest counts', () => {
  it('are new incidents by kind, and other messages', () => {
    const replayed = replayedOf(
      alertOf(3, 'drift', 'open'),
      alertOf(4, 'drift', 'still open'),
      alertOf(5, 'drift', 'recovered'),
      alertOf(9, 'drift', 'open'),
      alertOf(9, 'performance', 'open'),
      alertOf(10, 'performance', 'open', ['recall 0.4, limit: < 0.5']),
    );
    expect(assess(replayed, [], YEAR)).toEqual({
      opened: 3,
      byKind: { drift: 2, performance: 1 },
      newFindings: 1,
      others: 2,
      requests: [],
      detections: [],
      falseAlerts: null,
      falseAlertsAYear: null,
    });
  });

  it('are bad periods that were found, how soon, and false alerts a year outside of them', () => {
    const replayed = replayedOf(
      alertOf(9, 'drift', 'open'),
      alertOf(10, 'drift', 'still open'),
      alertOf(11, 'data-quality', 'open'),
      alertOf(20, 'performance', 'open'),
      alertOf(21, 'performance', 'open'),
      alertOf(40, 'drift', 'open'),
    );
    // Days 10 to 12, 20 alone, and a week without an alert.
    const bad = [period('a', 10, 13), period('b', 20, 21), period('c', 100, 107)];
    const { detections, falseAlerts, falseAlertsAYear } = assess(replayed, bad, YEAR);
    expect(detections).toEqual([
      { period: 'a', title: 'data-quality open 11', after: 2.25 * DAY, onlyReminders: false },
      { period: 'b', title: 'performance open 20', after: 1.25 * DAY, onlyReminders: false },
      { period: 'c', title: null, after: null, onlyReminders: false },
    ]);
    // Days 9, 21 and 40. Eleven of 365.25 days are bad.
    expect(falseAlerts).toBe(3);
    expect(falseAlertsAYear).toBeCloseTo((3 * 365.25) / 354.25, 12);
  });

  it('does not count a recovery within a bad period as found', () => {
    const { detections } = assess(replayedOf(alertOf(10, 'drift', 'recovered')), [period('a', 10, 11)], YEAR);
    expect(detections[0].after).toBeNull();
  });

  it('takes a reminder of an older incident for no discovery, and a new finding for one', () => {
    const bad = [period('a', 10, 12)];
    const reminders = [alertOf(9, 'drift', 'open'), alertOf(10, 'drift', 'still open')];
    expect(assess(replayedOf(...reminders), bad, YEAR)).toMatchObject({
      detections: [{ title: null, after: null, onlyReminders: true }],
      falseAlerts: 1,
    });
    const found = alertOf(11, 'drift', 'open', ['price drifted']);
    expect(assess(replayedOf(...reminders, found), bad, YEAR)).toMatchObject({
      detections: [{ title: 'drift open 11', after: 2.25 * DAY, onlyReminders: false }],
      falseAlerts: 1,
    });
  });

  it('counts a new finding outside of the bad periods as a false alert', () => {
    const replayed = replayedOf(alertOf(10, 'drift', 'open'), alertOf(14, 'drift', 'open', ['price drifted']));
    expect(assess(replayed, [period('a', 10, 12)], YEAR)).toMatchObject({ falseAlerts: 1, opened: 1, newFindings: 1 });
  });

  it('is no rate where every window is bad', () => {
    const time = { start: 0, end: 10 * DAY };
    expect(assess(replayedOf(), [period('a', -5, 20)], time).falseAlertsAYear).toBeNull();
  });
});
