import { describe, expect, it } from 'vitest';
import { describeLearning } from '../../../lambdas/core/report/learning-text.ts';
import { driftOf, feature, shift } from './results.ts';

describe('how much of the usual movement is known', () => {
  const say = (...shifts: Parameters<typeof shift>[0][]) =>
    describeLearning({
      drift: driftOf(shifts.map((of, i) => feature({ name: `f${i}`, shift: shift(of) }))),
      predictionDrift: null,
    });

  it.each([
    [[{ limitSource: 'history', historyWindows: 27 }], 'known from 27 windows'],
    [
      [{ limitSource: 'first_windows', historyWindows: 3 }],
      'still being learned: 3 windows are known, and limits are wide until more are known',
    ],
    // Of windows of twenty minutes or less a week is never kept: nothing more will be learned.
    [
      [{ limitSource: 'short_history', historyWindows: 366 }],
      'known from 366 windows, less than one whole cycle; no more are kept, so limits stay wide',
    ],
    [[{ limitSource: 'material' }], null],
  ] as const)('%j', (shifts, text) => {
    expect(say(...shifts)).toBe(text);
  });

  const NONE = { judged: 0, otherBaseline: 0, broken: 0, fewRows: 0, noRows: 0 };
  it.each([
    [0, undefined, 'this is the first window'],
    [0, NONE, 'this is the first window'],
    [0, { ...NONE, broken: 1 }, '1 earlier window does not count (1 with broken data)'],
    [
      0,
      { judged: 1, otherBaseline: 2, broken: 3, fewRows: 1200, noRows: 5 },
      '1,211 earlier windows do not count (3 with broken data, 1,200 with too few rows, 5 without rows, 2 compared with another baseline, 1 in which the columns had drifted or were missing)',
    ],
    [2, { ...NONE, judged: 2 }, '2 windows are known'],
    [2, { ...NONE, judged: 4, noRows: 1 }, '2 windows are known, 1 more does not count (1 without rows)'],
  ] as const)('says why earlier windows do not count: %j, %j', (historyWindows, earlier, text) => {
    const drift = driftOf([feature({ shift: shift({ limitSource: 'first_windows', historyWindows }) })]);
    expect(describeLearning({ drift: { ...drift, ...(earlier && { earlier }) }, predictionDrift: null })).toBe(
      `still being learned: ${text}, and limits are wide until more are known`,
    );
  });
});
