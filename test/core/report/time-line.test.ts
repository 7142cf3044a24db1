import { describe, expect, it } from 'vitest';
import type { CheckedWindow, LimitOutcome } from '../../../lambdas/core/decision/checked-window.ts';
import { emptyState } from '../../../lambdas/core/decision/state.ts';
import { type Recorded, timeLineOf } from '../../../lambdas/core/report/time-line.ts';
import { accuracyWindow, checkedWindow, clear, driftWindow, incident } from './results.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01');
const dayOf = (day: number) => new Date(START + day * DAY).toISOString().slice(0, 10);
const stateOf = (drift: CheckedWindow[], accuracy: CheckedWindow[], changes: Partial<Recorded> = {}): Recorded => ({
  ...emptyState('m'),
  ...changes,
  checks: { drift, accuracy },
});

describe('the windows of a time line', () => {
  it('have what both checks measured, whichever checked a window', () => {
    const { points, metric } = timeLineOf(
      stateOf(
        [driftWindow(dayOf(0), 0.25, 70), driftWindow(dayOf(2), 0.5, 90)],
        [accuracyWindow(dayOf(0), { value: 0.8, lower: 0.7, upper: 0.9 }, 70), accuracyWindow(dayOf(1), {}, 80)],
      ),
    );
    expect(metric).toBe('accuracy');
    expect(points).toEqual([
      { window: dayOf(0), start: START, rows: 70, driftedShare: 0.25, value: 0.8, lower: 0.7, upper: 0.9 },
      { window: dayOf(1), start: START + DAY, rows: 80, driftedShare: null, value: 0.91, lower: 0.9, upper: 0.92 },
      { window: dayOf(2), start: START + 2 * DAY, rows: 90, driftedShare: 0.5, value: null, lower: null, upper: null },
    ]);
  });

  it('end with the window of the page, are the latest, and leave out those of an earlier version', () => {
    const days = Array.from({ length: 100 }, (_, day) => driftWindow(dayOf(day)));
    days[95] = checkedWindow(dayOf(95), [clear('drift')]);
    const { points } = timeLineOf(stateOf(days, []), { until: START + 97 * DAY });
    expect(points).toHaveLength(60);
    expect(points.map(({ window }) => window).slice(-3)).toEqual([dayOf(94), dayOf(96), dayOf(97)]);
    expect(timeLineOf(stateOf(days, []), { last: 7 }).points[0].window).toBe(dayOf(92));
  });

  it('have no value where another metric was measured', () => {
    const roc = { name: 'roc_auc', value: 0.7 };
    const windows = [
      accuracyWindow(dayOf(0), roc),
      accuracyWindow(dayOf(1), { value: null }),
      accuracyWindow(dayOf(2)),
    ];
    const { metric, points } = timeLineOf(stateOf([], windows));
    expect([metric, ...points.map(({ value }) => value)]).toEqual(['accuracy', null, null, 0.91]);
    expect(timeLineOf(stateOf([], windows), { until: START }).points[0].value).toBe(0.7);
  });

  it('are held against the limits of the last accuracy check of these windows', () => {
    const limit = (text: string): LimitOutcome => ({ text, purpose: 'alert', windows: 1, met: false });
    const windows = [
      { ...accuracyWindow(dayOf(0)), limits: [limit('accuracy < 0.7')] },
      { ...accuracyWindow(dayOf(1)), limits: ['accuracy < 0.8', 'recall < 0.1', 'accuracy <= 0.8'].map(limit) },
    ];
    const state = stateOf([driftWindow(dayOf(2))], windows);
    expect(timeLineOf(state).limits).toEqual([0.8]);
    expect(timeLineOf(state, { until: START }).limits).toEqual([0.7]);
  });

  it('can be none', () => {
    const none = { points: [], metric: null, limits: [], marks: [] };
    expect(timeLineOf(stateOf([], [], { incidents: [incident('drift')] }))).toEqual(none);
  });
});

describe('the marks of a time line', () => {
  const windows = [0, 1, 2, 3].map((day) => driftWindow(dayOf(day)));
  const marksOf = (changes: Partial<Recorded>) => timeLineOf(stateOf(windows, [], changes)).marks;
  const end = START + 3 * DAY;

  it('are incidents from their first window to the one that was normal again, and open ones to the end', () => {
    const incidents = [
      incident('drift', { since: dayOf(1), state: 'recovered', recoveredWindow: dayOf(2) }),
      incident('performance', { since: dayOf(-5) }),
    ];
    expect(marksOf({ incidents })).toEqual([
      { letter: '', from: START, to: end, text: `performance open since window ${dayOf(-5)}` },
      {
        ...{ letter: '', from: START + DAY, to: START + 2 * DAY },
        text: `drift from window ${dayOf(1)} to ${dayOf(2)}`,
      },
    ]);
  });

  it('leave out incidents that ended before the first window or began after the last', () => {
    const incidents = [
      incident('drift', { since: dayOf(-9), state: 'recovered', recoveredWindow: dayOf(-5) }),
      incident('drift', { since: dayOf(3) }),
    ];
    expect(timeLineOf(stateOf(windows, [], { incidents }), { until: START + 2 * DAY }).marks).toEqual([]);
  });

  it('begin and end where they did though windows in between were not measured, or are no longer on record', () => {
    const [first, , , last] = windows;
    const unmeasured = checkedWindow(dayOf(1), [clear('drift')]);
    const incidents = [
      incident('drift', { since: dayOf(1), state: 'recovered', recoveredWindow: dayOf(2) }),
      incident('performance', { since: dayOf(0), state: 'recovered', recoveredWindow: dayOf(2) }),
    ];
    const { marks } = timeLineOf(stateOf([first, last], [unmeasured], { incidents }));
    expect(marks.map(({ from, to }) => [from, to])).toEqual([
      [START, START + DAY],
      [START + DAY, START + DAY],
    ]);
  });

  it('have what happens after the last window, until the next one begins', () => {
    const model = { retraining: 'r', endpointConfig: 'c', baseline: null, previous: null };
    const lettersAt = (since: number, until?: number) =>
      timeLineOf(stateOf(windows, [], { model: { ...model, since } }), until === undefined ? {} : { until }).marks
        .length;
    // A window of a day is checked on the next day, and its retraining ends later still.
    expect(lettersAt(end + 3 * DAY)).toBe(1);
    expect([lettersAt(end - 1, end - DAY), lettersAt(end, end - DAY)]).toEqual([1, 0]);
  });

  it('are acknowledgements, retrainings and the deployment of the live model at their times', () => {
    const at = START + 2 * DAY;
    const run = {
      id: 'r',
      action: 'retrain',
      execution: 'e',
      reason: '',
      since: null,
      baseline: null,
      endedAt: at,
      message: '',
    } as const;
    const marks = marksOf({
      incidents: [
        incident('drift', {
          since: dayOf(1),
          acknowledged: { by: 'Ann', at, note: '', until: null },
          ...{ state: 'resolved', resolved: { by: 'Ann', at: at + 1, note: '' } },
        }),
      ],
      retrainings: [
        { ...run, startedAt: at + 2, end: 'rolled-back' },
        { ...run, startedAt: START - DAY, end: 'promoted' },
      ],
      model: { retraining: 'r', endpointConfig: 'c', baseline: null, since: end + DAY / 2, previous: null },
    });
    expect(marks).toEqual([
      { letter: '', from: START + DAY, to: at + 1, text: `drift from window ${dayOf(1)} to 2026-03-03T00:00Z` },
      { letter: 'A', from: at, text: 'drift acknowledged 2026-03-03T00:00Z' },
      { letter: 'R', from: at + 2, text: 'retraining started 2026-03-03T00:00Z: rolled back' },
      { letter: 'D', from: end + DAY / 2, text: 'the live model deployed 2026-03-04T12:00Z' },
    ]);
  });
});
