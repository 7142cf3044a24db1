import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, wrapText } from '../../../lambdas/core/text/width.ts';

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['Zürich', 6],
    ['u\u0308', 1],
    ['東京', 4],
    ['한국', 4],
    ['🛫', 2],
    ['ﾃ', 1],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('wrapping', () => {
  it.each([
    ['', 10, ['']],
    ['short', 10, ['short']],
    ['to be or not to be', 8, ['to be or', 'not to', 'be']],
    ['a_long_feature_name', 12, ['a_long_', 'feature_name']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['東京都庁', 4, ['東京', '都庁']],
  ])('%j at %i', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('never exceeds the width and drops only spaces', () => {
    const texts = fc
      .array(fc.string({ unit: fc.constantFrom('a', '_', '東', 'u\u0308', ' ', '🛫') }))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrapText(text, width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
