import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defang, refang } from '../../../lambdas/core/text/defang.ts';
import { linkedIn } from './linked.ts';

describe('captured text in a message', () => {
  it.each([
    ['https://evil.example/x?y=z', 'https[:]//evil[.]example/x?y=z'],
    ['HTTP://192.0.2.1:80/', 'HTTP[:]//192[.]0[.]2[.]1:80/'],
    ['www.evil.co.uk', 'www[.]evil[.]co[.]uk'],
    ['see evil.example.', 'see evil[.]example.'],
    ['me@evil.example', 'me[@]evil[.]example'],
    ['mailto:me', 'mailto[:]me'],
    ['evil\u3002example', 'evil[\u3002]example'],
    ['\\\\evil\\share', '[\\\\]evil\\share'],
    ['@channel', '[@]channel'],
    ['[click](https://evil.example)', '[click](https[:]//evil[.]example)'],
    ['xn--evl-fma.example', 'xn--evl-fma[.]example'],
  ])('%s becomes %s', (text, expected) => {
    expect(linkedIn(text)).not.toEqual([]);
    expect(defang(text)).toBe(expected);
    expect(linkedIn(defang(text))).toEqual([]);
  });

  it.each(['12.5', '-0.001', '1,234.50', 'v1.2.3', 'A. B', 'a: b', 'key:value', '10:30', 'C:\\windows', '#tag', ''])(
    '%j stays as it is',
    (text) => {
      expect(defang(text)).toBe(text);
    },
  );

  const part = fc.constantFrom(
    'a',
    'evil',
    'com',
    '1',
    'é',
    '//',
    ':',
    '.',
    '@',
    '\\',
    '\u3002',
    ' ',
    '[',
    ']',
    'mailto',
    'http',
    '-',
  );

  it('is never linked, and is defanged once for all', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        const safe = defang(parts.join(''));
        expect(linkedIn(safe)).toEqual([]);
        expect(defang(safe)).toBe(safe);
      }),
      { numRuns: 3000 },
    );
  });

  it('is in a terminal as it is in the data, also within a message', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        fc.pre(!/\[(?:[.\u3002:@]|\\\\)\]/u.test(text));
        expect(refang(defang(text))).toBe(text);
        expect(refang(`1,234 rows (${defang(text)})`)).toBe(`1,234 rows (${text})`);
      }),
      { numRuns: 3000 },
    );
  });
});
