import { expect, it } from 'vitest';
import { RoutedStore } from '../../../simulate/play/routed-store.ts';
import { bytes, keysOf, text } from '../../adapters/object-store-contract.ts';
import { MemoryStore } from '../../core/stories/memory-store.ts';

it('keeps the files of programs apart from the others', async () => {
  const [files, others] = [new MemoryStore(), new MemoryStore()];
  const store = new RoutedStore(files, others);
  await store.put('retraining_data/shop/r-1/training/2001-01-01.csv', bytes('1,2\n'));
  await store.put('shop/retrainings/r-1/model/model.json', bytes('{}'));
  await store.put('shop/state.json', bytes('{}'));
  await store.put('retrainings/state.json', bytes('of a monitor of that name'));
  expect(await keysOf(files, '')).toEqual([
    'retraining_data/shop/r-1/training/2001-01-01.csv',
    'shop/retrainings/r-1/model/model.json',
  ]);
  expect(await keysOf(others, '')).toEqual(['retrainings/state.json', 'shop/state.json']);
  expect(await keysOf(store, 'retraining_data/shop/r-1/')).toEqual([
    'retraining_data/shop/r-1/training/2001-01-01.csv',
  ]);
  expect(text((await store.get('shop/state.json'))?.bytes)).toBe('{}');
  expect(text(await store.slice('retraining_data/shop/r-1/training/2001-01-01.csv', 0, 1))).toBe('1');
});
