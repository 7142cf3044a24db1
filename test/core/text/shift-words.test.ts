import { describe, expect, test } from 'vitest';
import {
  describeJudged,
  describeShift,
  describeShiftLimit,
  formatSize,
  headShift,
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
    [{}, '0.31 standard deviations higher in normal scores'],
    [{ effect: -0.3142 }, '0.31 standard deviations lower in normal scores'],
    [{ effect: 12.34 }, '12 standard deviations higher in normal scores'],
    [{ kind: 'spread', effect: 0.21, ratio: 1.304 }, "spread of normal scores 1.3 times the baseline's"],
    [{ kind: 'share', category: 'blue', shares: [0.1, 0.14] }, '"blue" is 14 % of the rows, 10 % in the baseline'],
    [{ kind: 'unseen', shares: [0, 0.28] }, '28 % of the rows have categories that are not in the baseline'],
    [{ kind: 'missing', shares: [0.02, 0.5] }, '50 % of the values are missing, 2 % in the baseline'],
    [{ kind: 'shape', effect: 0.4 }, 'another distribution, 0.4 standard deviations away'],
    [{ effect: 1.004 }, '1 standard deviation higher in normal scores'],
    // (0.181 - 0.283) / 0.194 = -0.526; (34.7 - 28.61) / 12.04 = 0.506.
    [
      { effect: 0.69, plain: { means: [28.61, 34.7], deviations: [12.04, 12.3] } },
      'mean 34.70, 28.61 in the baseline: 0.51 standard deviations higher',
    ],
    [
      { kind: 'spread', effect: 0.9, ratio: 1.6, plain: { means: [0.283, 0.181], deviations: [0.194, 0.208] } },
      'mean 0.1810, 0.2830 in the baseline: 0.53 standard deviations lower; standard deviation 0.2080, 0.1940 in the baseline',
    ],
    [
      { kind: 'spread', effect: 0.9, ratio: 1.6, plain: { means: [10, 11], deviations: [2, 3.2] } },
      'standard deviation 3.2000, 2.0000 in the baseline',
    ],
    [
      { effect: 0.4, normal: '2026-03-01', plain: { means: [1, 2], deviations: [1, 1] } },
      '0.4 standard deviations higher in normal scores than in the new normal of 2026-03-01',
    ],
    [{ effect: 0.06, windows: 7 }, '0.06 standard deviations higher in normal scores, shown by 7 windows together'],
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

test.each<[Partial<ShiftFacts>, boolean, string]>([
  [{}, true, 'limit 0.16 standard deviations: learned from 27 windows'],
  [{}, false, 'limit 0.16'],
  [{ plain: { means: [1, 2], deviations: [2, 2] } }, false, 'normal scores: 0.31, limit 0.16'],
  [
    { kind: 'spread', ratio: 1.6, effect: -0.9, plain: { means: [1, 2], deviations: [2, 2] } },
    true,
    "normal scores: spread 1.6 times the baseline's, shift 0.9, limit 0.16: learned from 27 windows",
  ],
])('what is judged stands beside plain words: %o', (facts, withSource, text) => {
  expect(describeJudged(shift(facts), withSource)).toBe(text);
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

test.each<[Partial<ShiftFacts>, string]>([
  [{}, '0.31 standard deviations higher'],
  [{ plain: { means: [28.61, 34.7], deviations: [12.04, 12.3] } }, 'mean 34.70, 28.61 in the baseline'],
  [
    { kind: 'spread', plain: { means: [0.283, 0.181], deviations: [0.194, 0.208] } },
    'mean 0.1810, 0.2830 in the baseline',
  ],
  [
    { kind: 'spread', plain: { means: [10, 11], deviations: [2, 3.2] } },
    'standard deviation 3.2000, 2.0000 in the baseline',
  ],
])('a title has room for what leads: %o', (facts, text) => {
  expect(headShift(shift(facts))).toBe(text);
});
