import { describe, expect, it } from 'vitest';
import * as stored from '../../../lambdas/core/decision/state-store.ts';
import * as kept from '../../../simulate/kept-states/state-store.ts';
import { MemoryStore } from '../../core/stories/memory-store.ts';

describe.each([
  ['with text', stored],
  ['without text', kept],
])('a state that is kept %s', (_, { loadState, updateState }) => {
  const activate = (baseline: string) => async (state: Awaited<ReturnType<typeof loadState>>['state']) => ({
    state: { ...state, baseline },
  });

  it('belongs to its monitor and its store', async () => {
    const [store, other] = [new MemoryStore(), new MemoryStore()];
    await updateState(store, 'shop', activate('b-1'));
    expect((await loadState(store, 'shop')).state.baseline).toBe('b-1');
    expect((await loadState(store, 'bank')).state.baseline).toBeNull();
    expect((await loadState(other, 'shop')).state.baseline).toBeNull();
  });

  it('is changed again when another change was stored in the meantime', async () => {
    const store = new MemoryStore();
    const seen: (string | null)[] = [];
    const { state } = await updateState(store, 'shop', async (before) => {
      seen.push(before.baseline);
      if (seen.length === 1) await updateState(store, 'shop', activate('b-1'));
      return { state: { ...before, baseline: `${before.baseline}+` } };
    });
    expect(seen).toEqual([null, 'b-1']);
    expect(state.baseline).toBe('b-1+');
    expect((await loadState(store, 'shop')).state.baseline).toBe('b-1+');
  });
});
