import { describe, expect, it } from 'vitest';
import { describeLearning } from '../../../lambdas/core/report/drift-groups.ts';
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
});
