import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenLine } from '../../../lambdas/core/text/shorten.ts';

describe('shortenLine', () => {
  it.each([
    ['as it is', 'accuracy 0.8 is low', 19, 'accuracy 0.8 is low'],
    ['between two words', 'accuracy 0.8 became low', 20, 'accuracy 0.8 became…'],
    ['before the word that does not fit', 'accuracy 0.8 became low', 19, 'accuracy 0.8…'],
    [
      'without short words that led on to what is cut',
      'better by 0.2 (0.1 to 0.3), p 1e-9',
      31,
      'better by 0.2 (0.1 to 0.3)…',
    ],
    ['without the mark that led to what is cut', 'price missing, wrong', 15, 'price missing…'],
    ['after a part of a long name', 'nothing/below/the/captured/hours', 20, 'nothing/below/the/…'],
    ['anywhere in a word without parts', 'x'.repeat(40), 10, `${'x'.repeat(9)}…`],
    ['made printable', 'a\u001b[2J and more', 40, 'a\\u{1b}[2J and more'],
  ])('%s', (_how, text, maximum, expected) => {
    expect(shortenLine(text, maximum)).toBe(expected);
  });

  it('is printable and never too long, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 2, max: 120 }), (text, maximum) => {
        const line = shortenLine(text, maximum);
        expect(line.length).toBeLessThanOrEqual(maximum);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('ends at the end of a word if words are shorter than half of the line', () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 99 }), (all, maximum) => {
        const text = all.join(' ');
        const line = shortenLine(text, maximum);
        const kept = line.replace(/…$/, '').split(' ');
        expect(kept).toEqual(all.slice(0, kept.length));
      }),
    );
  });
});
