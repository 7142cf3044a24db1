import { expect, it } from 'vitest';
import { SparingStore } from '../../../simulate/play/sparing-store.ts';
import { bytes, keysOf, text } from '../../adapters/object-store-contract.ts';

it('keeps the documents that checks read', async () => {
  const store = new SparingStore();
  await store.put('shop/state.json', bytes('1'));
  await store.put('shop/history/drift/2001-01-01.jsonl', bytes('2'));
  expect(text((await store.get('shop/state.json'))?.bytes)).toBe('1');
  expect(await keysOf(store, 'shop/')).toEqual(['shop/history/drift/2001-01-01.jsonl', 'shop/state.json']);
});

it('throws where a document is read that it did not keep', async () => {
  const store = new SparingStore();
  const key = 'shop/checks/drift/2001-01-01/result.json';
  await store.put(key, bytes('1'));
  await expect(store.get(key)).rejects.toThrow('do not keep it');
  await expect(store.slice(key, 0, 1)).rejects.toThrow('do not keep it');
  expect(() => store.stream(key)).toThrow('do not keep it');
  expect(() => store.list('shop/profiles/')).toThrow('do not keep it');
});
