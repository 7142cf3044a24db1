import { describe, expect, it } from 'vitest';
import { ReadOnce } from '../../../../lambdas/core/check/reading/read-once.ts';
import { MemoryStore } from '../../stories/memory-store.ts';

/** A store that counts what it reads and fails as often as `failures` says. */
class CountedStore extends MemoryStore {
  readonly read: string[] = [];
  failures = 0;

  override async *list(prefix: string) {
    this.#count(`list ${prefix}`);
    yield* super.list(prefix);
  }

  override async get(key: string) {
    this.#count(key);
    return super.get(key);
  }

  #count(what: string): void {
    this.read.push(what);
    if (this.failures-- > 0) throw new Error('the connection was lost');
  }
}

async function openStore() {
  const store = new CountedStore();
  await store.put('m/state.json', Buffer.from('1'));
  return { store, once: new ReadOnce(store) };
}

describe('a store that is read once', () => {
  it('reads each object and each listing once', async () => {
    const { store, once } = await openStore();
    const texts = [await once.get('m/state.json'), await once.get('m/state.json')].map((found) => `${found?.bytes}`);
    expect(texts).toEqual(['1', '1']);
    for (let i = 0; i < 2; i++) expect(await Array.fromAsync(once.list('m/'))).toHaveLength(1);
    expect(store.read).toEqual(['m/state.json', 'list m/']);
  });

  it('reads again what has failed', async () => {
    const { store, once } = await openStore();
    store.failures = 2;
    await expect(once.get('m/state.json')).rejects.toThrow('the connection was lost');
    await expect(Array.fromAsync(once.list('m/'))).rejects.toThrow('the connection was lost');
    expect(await once.get('m/state.json')).not.toBeNull();
    expect(await Array.fromAsync(once.list('m/'))).toHaveLength(1);
  });

  it('reads again what was written', async () => {
    const { once } = await openStore();
    await once.get('m/state.json');
    await Array.fromAsync(once.list('m/'));
    await once.put('m/state.json', Buffer.from('22'));
    await once.put('m/other.json', Buffer.from('3'));
    expect((await once.get('m/state.json'))?.bytes).toHaveLength(2);
    expect(await Array.fromAsync(once.list('m/'))).toHaveLength(2);
  });
});
