import { describe, expect, it } from 'vitest';
import * as stored from '../../../lambdas/core/decision/state-store.ts';
import { PreconditionFailedError } from '../../../lambdas/core/ports.ts';
import * as kept from '../../../simulate/kept-states/state-store.ts';
import { MemoryStore } from '../../core/stories/memory-store.ts';

describe.each([
  ['with text', stored],
  ['without text', kept],
])('a state that is kept %s', (_, { loadState, saveState }) => {
  const activate = async (store: MemoryStore, monitor: string, baseline: string) => {
    const { state, etag } = await loadState(store, monitor);
    return saveState(store, monitor, { ...state, baseline }, etag);
  };

  it('belongs to its monitor and its store', async () => {
    const [store, other] = [new MemoryStore(), new MemoryStore()];
    expect((await activate(store, 'shop', 'b-1')).state.baseline).toBe('b-1');
    expect((await loadState(store, 'shop')).state.baseline).toBe('b-1');
    expect((await loadState(store, 'bank')).state.baseline).toBeNull();
    expect((await loadState(other, 'shop')).state.baseline).toBeNull();
  });

  it('is not replaced by a run that knows an older one', async () => {
    const store = new MemoryStore();
    const before = await loadState(store, 'shop');
    const first = await activate(store, 'shop', 'b-1');
    await expect(saveState(store, 'shop', before.state, before.etag)).rejects.toThrow(PreconditionFailedError);
    await saveState(store, 'shop', { ...first.state, baseline: 'b-2' }, first.etag);
    await expect(saveState(store, 'shop', first.state, first.etag)).rejects.toThrow(PreconditionFailedError);
    expect((await loadState(store, 'shop')).state.baseline).toBe('b-2');
  });
});
