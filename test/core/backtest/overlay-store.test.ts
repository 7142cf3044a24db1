import { describe, expect, it } from 'vitest';
import { OverlayStore } from '../../../lambdas/core/backtest/overlay-store.ts';
import { emptyState } from '../../../lambdas/core/decision/state.ts';
import { loadState, saveState } from '../../../lambdas/core/decision/state-store.ts';
import { PreconditionFailedError } from '../../../lambdas/core/ports.ts';
import { bytes, describeObjectStore, keysOf, text } from '../../adapters/object-store-contract.ts';
import { MemoryStore } from '../stories/memory-store.ts';

describe('an overlay over an empty store', () => {
  describeObjectStore(async () => new OverlayStore(new MemoryStore()));
});

describe('an overlay', () => {
  const content = new Map([
    ['m/state.json', 'old'],
    ['m/history/drift/2001-02-01.jsonl', 'old'],
    ['m/baselines/b1/baseline.json', 'baseline'],
    ['m/value-key.txt', 'key'],
    ['m/answers-key.txt', 'key of answers'],
    ['m/captured-files/drift.json', 'times of files'],
    ['kept_answers/m/w.bin', 'answers'],
  ]);

  it('shows baselines, keys and what was kept of windows, and nothing else of the store below', async () => {
    const overlay = new OverlayStore(new MemoryStore(content));
    const seen = await Promise.all([...content.keys()].map(async (key) => text((await overlay.get(key))?.bytes)));
    expect(seen).toEqual(['', '', 'baseline', 'key', 'key of answers', 'times of files', 'answers']);
    expect(await keysOf(overlay, 'kept_answers/m/w')).toEqual(['kept_answers/m/w.bin']);
    expect(await keysOf(overlay, 'm/')).toEqual([]);
  });

  it('writes nothing below, and keeps no results', async () => {
    const base = new MemoryStore(content);
    const overlay = new OverlayStore(base);
    for (const key of [
      'm/state.json',
      'm/checks/drift/w/result.json',
      'm/profiles/w.json',
      'm/captured-files/accuracy.json',
      'kept_answers/m/v.bin',
    ]) {
      await overlay.put(key, bytes('new'));
    }
    expect(await keysOf(overlay, 'm/')).toEqual(['m/state.json']);
    expect(await keysOf(base, '')).toEqual([...content.keys()].sort());
    expect(text((await base.get('m/state.json'))?.bytes)).toBe('old');
  });

  it('moves states by compare-and-swap, as other stores do', async () => {
    const overlay = new OverlayStore(new MemoryStore(content));
    const { state, etag } = await loadState(overlay, 'm');
    expect([state, etag]).toEqual([emptyState('m'), null]);
    const first = await saveState(overlay, 'm', { ...state, baseline: 'b1' }, null);
    expect(await loadState(overlay, 'm')).toEqual(first);
    await expect(saveState(overlay, 'm', state, null)).rejects.toThrow(PreconditionFailedError);
    await saveState(overlay, 'm', { ...first.state, baseline: 'b2' }, first.etag);
    await expect(saveState(overlay, 'm', state, first.etag)).rejects.toThrow(PreconditionFailedError);
    expect((await loadState(overlay, 'm')).state.baseline).toBe('b2');
  });
});
