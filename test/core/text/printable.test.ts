import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableLines } from '../../../lambdas/core/text/printable.ts';

describe('printable', () => {
  it.each([
    ['plain', 'plain'],
    ['Zürich 東京 🛫', 'Zürich 東京 🛫'],
    ['a\nb\r\tc', 'a\\u{a}b\\u{d}\\u{9}c'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['half \ud83d', 'half \\u{d83d}'],
  ])('%j becomes %j', (input, expected) => {
    expect(printable(input)).toBe(expected);
  });

  it('has no control characters, no unpaired surrogates and at most the given length, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 99 }), (input, maximum) => {
        const output = printable(input, maximum);
        expect(output.length).toBeLessThanOrEqual(maximum);
        expect(output.isWellFormed()).toBe(true);
        expect(output).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('printableLines', () => {
  it('keeps line feeds, does not cut, and escapes everything else that is unprintable', () => {
    expect(printableLines(`a\r\n\u001b[31m${'b'.repeat(500)}\u2028`)).toBe(
      `a\\u{d}\n\\u{1b}[31m${'b'.repeat(500)}\\u{2028}`,
    );
  });
});
