import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('is that of its monitor and its store', async () => {
    const [store, other] = [new MemoryStore(), new MemoryStore()];
    await updateState(store, 'shop', activate('b-1'));
    expect((await loadState(store, 'shop')).state.baseline).toBe('b-1');
    expect((await loadState(store, 'bank')).state.baseline).toBeNull();
    expect((await loadState(other, 'shop')).state.baseline).toBeNull();
  });

  it('is moved again from where somebody else has moved it to', async () => {
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

it('simulations come to the same with states that are kept without text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-states-'));
  try {
    const args = [
      'simulate/run.ts',
      '--performance',
      'accuracy',
      '--labels',
      'spread-3',
      '--drop',
      '0.3',
      '--true',
      '0.9',
    ];
    const small = ['--change-day', '6', '--days', '14', '--rows', '200', '--baseline-rows', '1500', '--years', '2'];
    const play = (preload: readonly string[], jobs: string) => {
      const out = join(folder, `${preload.length}-${jobs}.jsonl`);
      execFileSync(process.execPath, [...preload, ...args, ...small, '--jobs', jobs, '--out', out], { stdio: 'pipe' });
      return readFileSync(out, 'utf8');
    };
    const preload = ['--import', './simulate/kept-states/register.ts'];
    const withText = play([], '1');
    expect(withText).toContain('below the limit of 0.85');
    expect(play(preload, '1')).toBe(withText);
    expect(play(preload, '2')).toBe(withText);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
