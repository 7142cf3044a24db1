import { describe, expect, it } from 'vitest';
import { emptyState } from '../../../lambdas/core/decision/state.ts';
import {
  type History,
  type TimePoint,
  timeMarks,
  timePoint,
  timePoints,
} from '../../../lambdas/core/report/time-line.ts';
import { accuracyResult, historyRow, incident } from './results.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01');
const dayOf = (day: number) => new Date(START + day * DAY).toISOString().slice(0, 10);
const point = (day: number, more: Partial<TimePoint> = {}): TimePoint => ({
  ...{ window: dayOf(day), start: START + day * DAY, rows: 100, driftedShare: null },
  ...{ metric: 'accuracy', value: 0.9, lower: 0.88, upper: 0.92 },
  ...more,
});
const state = (changes: Partial<History['state']>) => ({ ...emptyState('m'), ...changes });

describe('the windows of a time line', () => {
  it('are the earlier ones and this one, whatever is known of later ones or of this one before', () => {
    const result = accuracyResult();
    const points = timePoints(result, [point(-1), point(0), point(1, { value: 0.1 }), point(2)]);
    expect(points.map(({ window }) => window)).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
    expect(points[2]).toEqual({
      ...{ window: '2026-03-02', start: Date.parse('2026-03-02'), rows: 5_000, driftedShare: null },
      ...{ metric: 'accuracy', value: 0.8012, lower: 0.79, upper: 0.8123 },
    });
  });

  it('are at most sixty', () => {
    const earlier = Array.from({ length: 98 }, (_, i) => point(i - 98));
    const points = timePoints(accuracyResult(), earlier);
    expect(points).toHaveLength(60);
    expect(points[58].window).toBe('2026-02-28');
  });

  it('have what the history keeps of a check', () => {
    expect(timePoint(historyRow('2026-03-01', { metric_value: 0.7, drifted_share: 0.25, rows: 7 }))).toMatchObject({
      ...{ window: '2026-03-01', start: START, value: 0.7, driftedShare: 0.25, rows: 7 },
    });
  });
});

describe('the marks of a time line', () => {
  const points = [0, 1, 2, 3].map((day) => point(day));
  const end = START + 3 * DAY;

  it('are incidents from their first window to the one that was normal again, and open ones to the end', () => {
    const incidents = [
      incident('drift', { since: dayOf(1), state: 'recovered', recoveredWindow: dayOf(2) }),
      incident('performance', { since: dayOf(-5) }),
    ];
    expect(timeMarks(points, state({ incidents }))).toEqual([
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
      incident('drift', { since: dayOf(5) }),
    ];
    expect(timeMarks(points, state({ incidents }))).toEqual([]);
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
    const marks = timeMarks(
      points,
      state({
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
      }),
    );
    expect(marks).toEqual([
      { letter: '', from: START + DAY, to: at + 1, text: `drift from window ${dayOf(1)} to 2026-03-03T00:00Z` },
      { letter: 'A', from: at, text: 'drift acknowledged 2026-03-03T00:00Z' },
      { letter: 'R', from: at + 2, text: 'retraining started 2026-03-03T00:00Z: rolled back' },
      { letter: 'D', from: end + DAY / 2, text: 'the live model deployed 2026-03-04T12:00Z' },
    ]);
  });
});
