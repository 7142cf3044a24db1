import { expect, it } from 'vitest';
import { describeShift, describeShiftLimit, type ShiftFacts } from '../../../lambdas/core/text/shift-words.ts';

const facts = (changes: Partial<ShiftFacts>): ShiftFacts => ({
  ...{ kind: 'location', effect: 0.4, windows: 1, limit: 0.16, limitSource: 'history', historyWindows: 27 },
  ...{ since: null, normal: '2026-03-01' },
  ...changes,
});

it.each<[Partial<ShiftFacts>, string]>([
  [{}, '0.4 standard deviations higher in normal scores than in the new normal of 2026-03-01'],
  [{ effect: -0.4 }, '0.4 standard deviations lower in normal scores than in the new normal of 2026-03-01'],
  [{ kind: 'spread' }, 'spread of normal scores 0.4 standard deviations larger than in the new normal of 2026-03-01'],
  [
    { kind: 'share', category: 'blue', shares: [0.1, 0.14], effect: -0.4 },
    '"blue" is 14 % of the rows, 0.4 standard deviations less than in the new normal of 2026-03-01',
  ],
  [
    { kind: 'unseen', shares: [0, 0.07] },
    '7 % of the rows have categories that are not in the baseline, 0.4 standard deviations more than in the new normal of 2026-03-01',
  ],
  [
    { kind: 'missing', shares: [0, 0.07] },
    '7 % of the values are missing, 0.4 standard deviations more than in the new normal of 2026-03-01',
  ],
  [
    { kind: 'shape', effect: -0.4 },
    'another distribution, 0.4 standard deviations nearer to the baseline than the new normal of 2026-03-01',
  ],
  [
    { windows: 5 },
    '0.4 standard deviations higher in normal scores than in the new normal of 2026-03-01, shown by 5 windows together',
  ],
  [{ normal: undefined }, '0.4 standard deviations higher in normal scores'],
])('%j is %s', (changes, text) => {
  expect(describeShift(facts(changes))).toBe(text);
});

it.each<[Partial<ShiftFacts>, string]>([
  [{}, 'learned from 27 windows'],
  [{ limitSource: 'first_windows', historyWindows: 0 }, 'usual movement is not known yet'],
  [{ limitSource: 'first_windows', historyWindows: 1 }, 'usual movement is still being learned from 1 window'],
  [{ limitSource: 'season' }, 'learned from 27 windows, allowing for the weekday, the hour or the end of the month'],
])('a limit says where it comes from: %j', (changes, source) => {
  expect(describeShiftLimit(facts(changes))).toBe(`limit 0.16 standard deviations: ${source}`);
});
