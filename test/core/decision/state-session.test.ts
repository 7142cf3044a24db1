import { describe, expect, it } from 'vitest';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { StateSession, updateState } from '../../../lambdas/core/decision/state-session.ts';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import { type ObjectStore, PreconditionFailedError } from '../../../lambdas/core/ports.ts';
import { MemoryStore } from '../stories/memory-store.ts';

/** A store that counts its reads. */
class CountingStore extends MemoryStore {
  reads = 0;
  override get(...[key]: Parameters<ObjectStore['get']>): ReturnType<ObjectStore['get']> {
    this.reads++;
    return super.get(key);
  }
}

const activate = (baseline: string) => (state: MonitorState) => ({
  state: state.baseline === baseline ? state : { ...state, baseline },
});

describe('a session', () => {
  it('reads the state once for a change that it writes', async () => {
    const store = new CountingStore();
    const session = new StateSession(store, 'm');
    expect((await session.current()).baseline).toBeNull();

    await session.update(activate('a'));
    await session.update(activate('b'));

    expect((await session.current()).baseline).toBe('b');
    expect(store.reads).toBe(1);
    expect((await loadState(store, 'm')).state.baseline).toBe('b');
  });

  it('applies a change again to what another run has written', async () => {
    const store = new CountingStore();
    const session = new StateSession(store, 'm');
    await session.current();
    await updateState(store, 'm', activate('a'));
    const seen: (string | null)[] = [];

    await session.update((state) => {
      seen.push(state.baseline);
      return { state: { ...state, baseline: 'b' } };
    });

    expect(seen).toEqual([null, 'a']);
    expect((await loadState(store, 'm')).state.baseline).toBe('b');
  });

  it('finds what another run has left to do, although there was nothing to do in the state that it knew', async () => {
    const store = new CountingStore();
    await updateState(store, 'm', activate('a'));
    const session = new StateSession(store, 'm');
    await session.current();
    await updateState(store, 'm', activate('b'));

    await session.update(activate('a'));

    expect((await loadState(store, 'm')).state.baseline).toBe('a');
  });

  it('looks only once more where there is nothing to do, and not at all at a state that it has just read', async () => {
    const store = new CountingStore();
    await updateState(store, 'm', activate('a'));
    store.reads = 0;
    const session = new StateSession(store, 'm');

    await session.update(activate('a'));
    expect(store.reads).toBe(1);
    await session.update(activate('a'));
    expect(store.reads).toBe(2);
  });

  it('gives up a change when other runs have written first fifty times', async () => {
    const store = new CountingStore();
    let refused = 0;
    store.put = async (key) => {
      refused++;
      throw new PreconditionFailedError(key);
    };

    const lost = updateState(store, 'm', activate('a'));

    await expect(lost).rejects.toThrow(PreconditionFailedError);
    expect([refused, store.reads]).toEqual([50, 50]);
  });
});
