import { describe, expect, it } from 'vitest';
import { LazyStore } from '../../../lambdas/adapters/local/lazy-store.ts';
import { MemoryStore } from '../../core/stories/memory-store.ts';
import { bytes, describeObjectStore, keysOf, text } from '../object-store-contract.ts';

describe('a store that is opened late', () => {
  describeObjectStore(async () => new LazyStore(async () => new MemoryStore()));

  it('is opened once, when it is first used', async () => {
    let opened = 0;
    const store = new LazyStore(async () => {
      opened++;
      return new MemoryStore();
    });
    expect(opened).toBe(0);
    await Promise.all([store.put('a', bytes('1')), store.put('b', bytes('2'))]);
    expect([await keysOf(store, ''), text((await store.get('b'))?.bytes), opened]).toEqual([['a', 'b'], '2', 1]);
  });
});
