import { describe, expect, it } from 'vitest';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import { MAX_SIGNATURE_AGE, UsedSignatureError, useSignature } from '../../../lambdas/core/operate/used-signatures.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const NOW = Date.UTC(2026, 2, 2);

function open() {
  const results = new MemoryStore();
  const use = (signature: string, { runId = 'run-1', now = NOW, monitor = 'm' } = {}) =>
    useSignature(signature, monitor, { results, runId, now });
  return { use, used: async () => (await loadState(results, 'm')).state.usedSignatures };
}

describe('a signature', () => {
  it('counts for one run', async () => {
    const { use, used } = open();
    await use('a');
    await expect(use('a', { runId: 'run-2' })).rejects.toThrow(UsedSignatureError);
    await use('b', { runId: 'run-2' });
    expect((await used()).map(({ run }) => run)).toEqual(['run-1', 'run-2']);
  });

  it('counts again for the run that it has counted for, whose first write may have had no answer', async () => {
    const { use, used } = open();
    await use('a');
    await use('a', { now: NOW + 1 });
    expect(await used()).toHaveLength(1);
  });

  it('counts once, however many send it at a time', async () => {
    const { use } = open();
    const runs = ['run-1', 'run-2', 'run-3'].map((runId) => use('a', { runId }));
    const settled = await Promise.allSettled(runs);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('is kept as a digest for as long as any clock lets it count and a run can take, and no longer', async () => {
    const kept = 2 * MAX_SIGNATURE_AGE + 15 * 60_000;
    const { use, used } = open();
    await use('a');
    const [{ digest }] = await used();
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    await expect(use('a', { runId: 'run-2', now: NOW + kept })).rejects.toThrow(UsedSignatureError);
    await use('b', { now: NOW + kept + 1 });
    expect((await used()).map((each) => each.digest)).not.toContain(digest);
  });

  it('is that of a monitor, which it names', async () => {
    const { use } = open();
    await use('a');
    await use('a', { monitor: 'n', runId: 'run-2' });
    await expect(use('a', { runId: 'run-3' })).rejects.toThrow(
      'this command has reached m before and is not carried out twice: see what came of it, and repeat the command if it is still needed',
    );
  });
});
