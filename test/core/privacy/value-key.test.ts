import { describe, expect, it } from 'vitest';
import {
  loadRedactor,
  loadValueKey,
  parseValueKey,
  redactorWithoutKey,
} from '../../../lambdas/core/privacy/value-key.ts';
import { HIDDEN, hashValue, type ValueMode } from '../../../lambdas/core/text/redactor.ts';
import { MemoryStore } from '../stories/memory-store.ts';
import { contentOf } from '../stories/story-fixture.ts';

const monitor = (values: ValueMode) => ({ name: 'orders', privacy: { values } });

describe('the key of hashed values', () => {
  it('is made at its first use, and stays', async () => {
    const store = new MemoryStore();
    const first = await loadValueKey(store, 'orders');

    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await loadValueKey(store, 'orders')).toBe(first);
    expect(await loadValueKey(store, 'others')).not.toBe(first);
    expect([...(await contentOf(store)).keys()]).toEqual(['orders/value-key.txt', 'others/value-key.txt']);
  });

  it('is one, however many runs need it first', async () => {
    const store = new MemoryStore();
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadValueKey(store, 'orders')));
    expect(new Set(keys).size).toBe(1);
  });

  it('may be a key that a person put there, and nothing else', async () => {
    const key = 'ab'.repeat(32);
    const own = new MemoryStore(new Map([['orders/value-key.txt', `${key}\r\n`]]));
    expect(await loadValueKey(own, 'orders')).toBe(key);
    for (const text of ['', 'secret', 'AB'.repeat(32), 'ab'.repeat(31)]) {
      expect(() => parseValueKey(text, 'key.txt')).toThrow('key.txt is not the key of hashes: 64 hexadecimal digits');
    }
  });

  it.each<[ValueMode, needsTokens: boolean, isReadOnly: boolean, keys: number]>([
    ['show', true, false, 0],
    ['hide', false, false, 0],
    ['hide', true, false, 1],
    ['hash', false, false, 1],
    ['hash', true, true, 0],
  ])('with values: %s, tokens %s, read-only %s, %d are stored', async (mode, needsTokens, isReadOnly, keys) => {
    const store = new MemoryStore();
    const redactor = await loadRedactor(store, monitor(mode), { needsTokens, isReadOnly });

    expect((await contentOf(store)).size).toBe(keys);
    expect(redactor.mode).toBe(mode);
    if (mode !== 'show' && isReadOnly) expect(redactor.text('blue')).toBe(HIDDEN);
    if (mode === 'hash' && !isReadOnly) {
      expect(redactor.text('blue')).toBe(hashValue('blue', (await loadValueKey(store, 'orders')) ?? ''));
    }
  });

  it('is not needed by texts that are made without a store: they hide what they would hash', () => {
    const texts = (['show', 'hash', 'hide'] as const).map((mode) => redactorWithoutKey(monitor(mode)).text('blue'));
    expect(texts).toEqual(['blue', HIDDEN, HIDDEN]);
  });
});
