import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextHash } from '../../../lambdas/core/text/hash-text.ts';

it('hashes a text and its bytes alike, wherever they are', () => {
  const texts = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 80 }));
  const long = [`${'b'.repeat(32_767)}é`, 'a'.repeat(40_000)].map((text) => [text, 3, 1] as [string, number, number]);
  fc.assert(
    fc.property(texts, fc.nat(20), fc.integer(), (text, offset, seed) => {
      const given = new TextHash().of(text, seed);
      const bytes = Buffer.concat([Buffer.alloc(offset, 'x'), Buffer.from(text), Buffer.from('more')]);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const { high, low } = new TextHash().ofBytes(view, offset, bytes.length - 4, seed);
      expect([high, low]).toEqual([given.high, given.low]);
    }),
    { examples: long, numRuns: 50 },
  );
});

it('gives the hashes of earlier versions, which are in stored documents', () => {
  const hash = new TextHash();
  const hashes = ['', 'a', 'Zürich', 'event-12345678901', 'x'.repeat(70_000)].map((text) => {
    const { high, low } = hash.of(text, 29);
    return [high, low];
  });
  expect(hashes).toEqual([
    [2846403748, 3987065067],
    [4109188852, 1044858107],
    [2824196986, 4197898494],
    [3555723222, 1887557173],
    [3420552763, 2177371895],
  ]);
});
