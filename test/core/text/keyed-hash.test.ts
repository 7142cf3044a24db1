import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedHash } from '../../../lambdas/core/text/keyed-hash.ts';

const KEY = Int32Array.of(0x833d3433, 0x009f389f, 0x2398e64f, 0x417acf39);

function hex(text: string, hash = new KeyedHash(KEY)): string {
  return Array.from(hash.of(text), (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
}

describe('KeyedHash', () => {
  /** Test vectors of Mouha's reference implementation of Chaskey-12: the bytes 0, 1, 2 … of each length. */
  it.each([
    [0, '43cb1f41 51eba0c2 ff0a8ac3 7ee3f642'],
    [1, 'f9ac2067 9c35a846 441aad3d 777b7330'],
    [3, '8c5e6ab9 5035adfb bff69f98 965516d9'],
    [4, '0b2b62db 1e9e3f50 a1b8dcad b4279ae0'],
    [15, '03cfb44b 283c8163 fca71448 c40a0aea'],
    [16, '5dd0e2a9 fb5eac8c 633a392e 500c36f3'],
    [17, '8b5f6d5a 202314f6 22092368 9639e606'],
    [31, '1d3d30b1 01d74fca 3b2eb54c d8cd36b4'],
    [32, '77962784 07c647fa dd752c0f d2f5a799'],
    [36, 'a98ecb80 5ef583cf 4e20e76e 7873b8f1'],
    [63, '2dd072e1 42b89efe fb26b615 049aa451'],
  ])('is Chaskey-12: %i bytes', (length, expected) => {
    expect(hex(String.fromCharCode(...Array(length).keys()))).toBe(expected);
  });

  it('does not depend on the texts before', () => {
    const texts = ['ab', 'é'.repeat(30), '', 'a', '\ud800', 'x'.repeat(5000)];
    const hash = new KeyedHash(KEY);
    for (const before of texts) {
      for (const text of texts) {
        hash.of(before);
        expect(hex(text, hash)).toBe(hex(text));
      }
    }
  });

  it('is another one under another key, which is random by default', () => {
    expect(hex('a', new KeyedHash(Int32Array.of(1, 2, 3, 4)))).not.toBe(hex('a'));
    expect(hex('a', new KeyedHash())).not.toBe(hex('a', new KeyedHash()));
  });

  it.each([
    ['halves of a surrogate pair', ['\ud800', '\ud801', '\ufffd', '\udc00', '\ud800\udc00', '\ud800x', 'x\ud800']],
    ['zeros at the end', ['', '\0', '\0\0', 'a', 'a\0', 'a\0\0']],
    ['what padding adds', ['a', 'a\x01', 'a\x01\0']],
    [
      'long texts that differ in one place',
      [0, 1023, 1024, 3000].map((at) => `${'x'.repeat(at)}y${'x'.repeat(4000 - at)}`),
    ],
    [
      'long texts around the length from which memory is reserved',
      [1023, 1024, 1025].map((length) => 'é'.repeat(length)),
    ],
    ['forms that look alike', ['é', 'e\u0301', 'É']],
  ])('differs for %s', (_, texts) => {
    expect(new Set(texts.map((text) => hex(text))).size).toBe(texts.length);
  });

  it('is the same for equal texts and differs for others', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '0', '\0', 'é', '😀', '\ud800'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(hex(one) === hex(other)).toBe(one === other);
        expect(hex(`${one}x`.slice(0, -1))).toBe(hex(one));
      }),
    );
  });
});
