import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitHeadline } from '../../../lambdas/core/report/fit-headline.ts';

const FEW = 'roc_auc 0.5804 (no interval: 8 positive rows; an interval needs 20), below the limit of 0.78';
const UNSEEN =
  'geraet: 100 % of the rows have categories that are not in the baseline (ios, android (old), web) (and 2 more)';

describe('a headline that is too long', () => {
  it.each([
    [FEW, 80, 'roc_auc 0.5804, below the limit of 0.78'],
    [FEW, FEW.length, FEW],
    [`${FEW} (and 1 more)`, 80, 'roc_auc 0.5804, below the limit of 0.78 (and 1 more)'],
    [UNSEEN, 85, 'geraet: 100 % of the rows have categories that are not in the baseline (and 2 more)'],
    [UNSEEN, 75, 'geraet: 100 % of the rows have categories that are not in the baseline'],
    [
      "temperatur_c: 100 % of the rows are outside the baseline's range (61.9 > 34.9, 58.1 > 34.9)",
      71,
      "temperatur_c: 100 % of the rows are outside the baseline's range",
    ],
    [
      'macro_f1 0.3920 (0.3603 to 0.4247), below the limit of 0.63 (and 1 more)',
      60,
      'macro_f1 0.3920 (0.3603 to 0.4247), below the limit of 0.63',
    ],
    ['mae 1,234 (1,200 to 1,300), above the limit of 5.4', 40, 'mae 1,234, above the limit of 5.4'],
    ['mae 1.2e+12 (1e+12 to 1.3e+12), above the limit of 5', 41, 'mae 1.2e+12, above the limit of 5'],
    // A name's own parentheses stay.
    [
      '"order value (eur)": 40 % missing, 0 % in the baseline (x, y)',
      58,
      '"order value (eur)": 40 % missing, 0 % in the baseline',
    ],
    [
      'a_very_long_name_of_a_column_in_a_wide_table: 40 % missing, 0 % in the baseline (and 3 more)',
      70,
      'a_very_long_name_of_a…: 40 % missing, 0 % in the baseline (and 3 more)',
    ],
    ['price: the values look odd (never closed', 30, 'price: the values look odd'],
  ])('keeps what was measured and its limit: %s', (headline, maximum, short) => {
    expect(fitHeadline(headline, maximum)).toBe(short);
  });

  it('is not changed if it fits, and never becomes longer', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '(', ')', ':', '"', ',', '1') });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 60 }), (headline, maximum) => {
        const short = fitHeadline(headline, maximum);
        if (headline.length <= maximum) expect(short).toBe(headline);
        expect(short.length).toBeLessThanOrEqual(headline.length);
      }),
    );
  });
});
