import { describe, expect, it } from 'vitest';
import { OverlayStore } from '../../../lambdas/core/backtest/overlay-store.ts';
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
  ]);

  it('shows baselines and the key of hashes, and nothing else of the store below', async () => {
    const overlay = new OverlayStore(new MemoryStore(content));
    const seen = await Promise.all([...content.keys()].map(async (key) => text((await overlay.get(key))?.bytes)));
    expect(seen).toEqual(['', '', 'baseline', 'key']);
    expect(await keysOf(overlay, 'm/')).toEqual([]);
  });

  it('writes nothing below, and keeps no results', async () => {
    const base = new MemoryStore(content);
    const overlay = new OverlayStore(base);
    for (const key of ['m/state.json', 'm/checks/drift/w/result.json', 'm/profiles/w.json']) {
      await overlay.put(key, bytes('new'));
    }
    expect(await keysOf(overlay, 'm/')).toEqual(['m/state.json']);
    expect(await keysOf(base, '')).toEqual([...content.keys()].sort());
    expect(text((await base.get('m/state.json'))?.bytes)).toBe('old');
  });
});
