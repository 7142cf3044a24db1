import { describe, expect, test } from 'vitest';
import {
  describeShift,
  describeShiftLimit,
  formatSize,
  type ShiftFacts,
} from '../../../lambdas/core/text/shift-words.ts';

const shift = (more: Partial<ShiftFacts>): ShiftFacts => ({
  kind: 'location',
  effect: 0.3142,
  windows: 1,
  limit: 0.1582,
  limitSource: 'history',
  historyWindows: 27,
  since: null,
  ...more,
});

describe('describeShift', () => {
  test.each<[Partial<ShiftFacts>, string]>([
    [{}, '0.31 standard deviations higher'],
    [{ effect: -0.3142 }, '0.31 standard deviations lower'],
    [{ effect: 12.34 }, '12 standard deviations higher'],
    [{ kind: 'spread', effect: 0.21, ratio: 1.304 }, "spread 1.3 times the baseline's"],
    [{ kind: 'share', category: 'blue', shares: [0.1, 0.14] }, '"blue" is 14 % of the rows, 10 % in the baseline'],
    [{ kind: 'unseen', shares: [0, 0.28] }, '28 % of the rows have categories that are not in the baseline'],
    [{ kind: 'missing', shares: [0.02, 0.5] }, '50 % of the values are missing, 2 % in the baseline'],
    [{ kind: 'shape', effect: 0.4 }, 'another distribution, 0.4 standard deviations away'],
    [{ effect: 0.06, windows: 7 }, '0.06 standard deviations higher, shown by 7 windows together'],
  ])('%o', (facts, text) => {
    expect(describeShift(shift(facts))).toBe(text);
  });

  test('a category is printable, quoted and cut', () => {
    const hostile = shift({ kind: 'share', category: `\u001b[31m"\n\u202e${'x'.repeat(5000)}`, shares: [0, 1] });
    const text = describeShift(hostile);

    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.length).toBeLessThan(200);
    expect(describeShift(shift({ kind: 'share', category: 'a"b', shares: [0, 1] }))).toContain('"a\\"b"');
    expect(describeShift(shift({ kind: 'share', category: '', shares: [0, 1] }))).toContain('"" is 100 %');
  });
});

describe('describeShiftLimit', () => {
  test.each<[Partial<ShiftFacts>, string]>([
    [{}, 'limit 0.16 standard deviations: learned from 27 windows'],
    [{ historyWindows: 1 }, 'limit 0.16 standard deviations: learned from 1 window'],
    [
      { limitSource: 'season' },
      'limit 0.16 standard deviations: learned from 27 windows, allowing for the weekday, the hour or the end of the month',
    ],
    [
      { limitSource: 'short_history', historyWindows: 366 },
      'limit 0.16 standard deviations: learned from 366 windows, less than one whole cycle',
    ],
    [{ limitSource: 'material', limit: 0.05 }, 'limit 0.05 standard deviations: smaller shifts do not matter'],
    [{ limitSource: 'chance' }, 'limit 0.16 standard deviations: the most that chance explains'],
    [
      { limitSource: 'first_windows', historyWindows: 0 },
      'limit 0.16 standard deviations: usual movement is not known yet',
    ],
    [
      { limitSource: 'first_windows', historyWindows: 3 },
      'limit 0.16 standard deviations: usual movement is still being learned from 3 windows',
    ],
  ])('%o', (facts, text) => {
    expect(describeShiftLimit(shift(facts))).toBe(text);
  });
});

test.each([
  [0, '0'],
  [0.123, '0.12'],
  [0.0449, '0.045'],
  [1.96, '2'],
  [38.4, '38'],
])('a size of %d is %s', (size, text) => {
  expect(formatSize(size)).toBe(text);
});
