import { expect, it } from 'vitest';
import { listedOnce } from '../../../lambdas/core/backtest/listed-once.ts';
import { listSources } from '../../../lambdas/core/sources.ts';
import { MemoryStore } from '../stories/memory-store.ts';

/** A store of these objects, and the prefixes that were listed in it. */
function watch(keys: readonly string[]) {
  const store = new MemoryStore(new Map(keys.map((key) => [key, key])));
  const listed: string[] = [];
  const list = (prefix: string) => {
    listed.push(prefix);
    return store.list(prefix);
  };
  const watched = new Proxy(store, {
    get: (target, name) => (name === 'list' ? list : Reflect.get(target, name).bind(target)),
  });
  return { listed, place: { store: watched, prefix: '', uriOf: (key: string) => key } };
}

it('lists each prefix of a place once, and reads its files as they are', async () => {
  const { listed, place } = watch(['a/1', 'a/2', 'b/1']);
  const open = listedOnce(() => place);
  const urisOf = async (below: string[]) =>
    (await Array.fromAsync(listSources(open('data'), below))).map(({ uri }) => uri);
  for (let time = 0; time < 3; time++) {
    expect(await urisOf(['a/', 'b/'])).toEqual(['a/1', 'a/2', 'b/1']);
    expect(await urisOf(['c/'])).toEqual([]);
  }
  expect(listed).toEqual(['a/', 'b/', 'c/']);
  // A listing that is not read to its end is not remembered.
  for await (const _ of open('other').store.list('a/')) break;
  expect(await Array.fromAsync(open('other').store.list('a/'))).toHaveLength(2);
  expect(new TextDecoder().decode((await open('data').store.get('b/1'))?.bytes)).toBe('b/1');
});

it('forgets listings beyond so many objects, and remembers none that has as many itself', async () => {
  const { listed, place } = watch(['a/1', 'a/2', 'b/1', 'c/1']);
  const { store } = listedOnce(() => place, 3)('data');
  for (const prefix of ['a/', 'b/', 'a/', 'c/', 'c/', 'a/', 'a/', '', '']) {
    const keys = (await Array.fromAsync(store.list(prefix))).map(({ key }) => key);
    expect(keys).toEqual((await Array.fromAsync(place.store.list(prefix))).map(({ key }) => key));
    listed.pop();
  }
  expect(listed).toEqual(['a/', 'b/', 'c/', 'a/', '', '']);
});
