import { describe, expect, it } from 'vitest';
import { type ChangeFacts, describeChange } from '../../../lambdas/core/text/change-words.ts';

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(time);

describe('what has moved in a column, in words', () => {
  it.each<[ChangeFacts, string]>([
    [
      { kind: 'location', effect: 0.3142, measure: 'mean', baseline: 38.1, window: 45.25 },
      '0.31 standard deviations higher (mean 45.25, 38.1 in the baseline)',
    ],
    [
      { kind: 'location', effect: -2, measure: 'median', baseline: 3, window: 1 },
      '2 standard deviations lower in normal scores (median 1, 3 in the baseline)',
    ],
    [{ kind: 'location', effect: -2 }, '2 standard deviations lower in normal scores'],
    [
      {
        kind: 'location',
        effect: 1.5,
        form: 'time',
        measure: 'mean',
        baseline: at('2026-03-01'),
        window: at('2026-03-02T06:30:29.7Z'),
      },
      '1.5 standard deviations higher (mean 2026-03-02T06:30Z, 2026-03-01 in the baseline)',
    ],
    [
      { kind: 'spread', ratio: 1.52, measure: 'standard deviation', baseline: 2, window: 3.1 },
      "spread 1.5 times the baseline's (standard deviation 3.1, 2 in the baseline)",
    ],
    [
      {
        kind: 'spread',
        ratio: 2,
        form: 'time',
        measure: 'standard deviation',
        baseline: HOUR,
        window: 2 * HOUR,
      },
      "spread 2 times the baseline's (standard deviation 02:00:00, 01:00:00 in the baseline)",
    ],
    [{ kind: 'value', value: 0, shares: [0.1, 0.4] }, '0 is 40 % of the rows, 10 % in the baseline'],
    [{ kind: 'value', shares: [0.1, 0.4] }, 'one value is 40 % of the rows, 10 % in the baseline'],
    [{ kind: 'share', category: 'blue', shares: [0.1, 0.14] }, '"blue" is 14 % of the rows, 10 % in the baseline'],
    [
      { kind: 'share', category: 'blue', shares: [0.1, 0.14], many: true },
      'another mix of categories: "blue" is 14 % of the rows, 10 % in the baseline',
    ],
    [
      { kind: 'share', category: '(hidden)', shares: [0, 1] },
      'a hidden category is 100 % of the rows, 0 % in the baseline',
    ],
    [{ kind: 'unseen', shares: [0, 0.2] }, '20 % of the rows have categories that are not in the baseline'],
    [{ kind: 'missing', shares: [0.02, 0.5] }, '50 % of the values are missing, 2 % in the baseline'],
    [
      { kind: 'shape', effect: 0.3, range: [10, 20], shares: [0.2, 0.42] },
      'another distribution: 42 % of the rows are from 10 to 20, 20 % in the baseline',
    ],
    [
      { kind: 'shape', effect: 0.3, range: [10, 10], shares: [0.2, 0.42] },
      'another distribution: 42 % of the rows are 10, 20 % in the baseline',
    ],
    [{ kind: 'shape', effect: 0.3, shares: [0.2, 0.42] }, 'another distribution, 0.3 standard deviations away'],
  ])('%o', (change, text) => {
    expect(describeChange(change)).toBe(text);
  });

  it('quotes a category so that it is printable and short', () => {
    const category = `\u001b[31m"\n\u202e${'x'.repeat(5000)}`;
    const text = describeChange({ kind: 'share', category, shares: [0, 1] });
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.length).toBeLessThan(200);
  });
});
