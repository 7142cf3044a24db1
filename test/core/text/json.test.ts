import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson } from '../../../lambdas/core/text/json.ts';

describe('formatJson', () => {
  it('is JSON of the same value, for any texts in it, without terminal control characters', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u009b2J', '\u001b[0m', '\u202e', '\ud800'));
    fc.assert(
      fc.property(text, text, (name, value) => {
        const document = [[name, value]];
        const json = formatJson(document);
        expect(JSON.parse(json)).toEqual(document);
        expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('turns numbers that are not finite into null', () => {
    expect(formatJson({ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: 1e-200 })).toBe(
      '{\n "a": null,\n "b": null,\n "c": 1e-200\n}\n',
    );
  });
});
