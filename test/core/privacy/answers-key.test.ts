import { describe, expect, it } from 'vitest';
import { loadAnswersKey } from '../../../lambdas/core/privacy/answers-key.ts';
import { MemoryStore } from '../stories/memory-store.ts';
import { contentOf } from '../stories/story-fixture.ts';

describe('the key of kept answers', () => {
  it('is made at its first use and is the same from then on', async () => {
    const store = new MemoryStore();
    expect(await loadAnswersKey(store, 'orders', true)).toBeNull();
    const made = (await loadAnswersKey(store, 'orders'))!;
    const again = (await loadAnswersKey(store, 'orders', true))!;
    expect([again.files, [...again.ids.of('id-1')]]).toEqual([made.files, [...made.ids.of('id-1')]]);
    const other = (await loadAnswersKey(store, 'others'))!;
    expect([...other.ids.of('id-1')]).not.toEqual([...made.ids.of('id-1')]);
    expect([...(await contentOf(store))].map(([key, text]) => [key, /^[0-9a-f]{64}\n$/.test(text)])).toEqual([
      ['orders/answers-key.txt', true],
      ['others/answers-key.txt', true],
    ]);
  });

  it('is HKDF of the stored one, by purpose', async () => {
    const store = new MemoryStore(new Map([['orders/answers-key.txt', `${'0b'.repeat(32)}\n`]]));
    const { files } = (await loadAnswersKey(store, 'orders', true))!;
    // Python 3: prk = hmac(bytes(32), b'\x0b' * 32); hmac(prk, b'driftwarden kept answers: files\x01'), both with SHA-256.
    expect(Buffer.from(files).toString('hex')).toBe('86a846fc7e0a907eb0950e09ddf4b488c09c54268d2f2d8ed646014c9c8fc77e');
  });

  it('is refused when the file holds something else', async () => {
    const store = new MemoryStore(new Map([['orders/answers-key.txt', 'abc']]));
    await expect(loadAnswersKey(store, 'orders')).rejects.toThrow('orders/answers-key.txt is not the key of hashes');
  });
});
