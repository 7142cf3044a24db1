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

const SMALL = '--change-day 6 --rows 200 --baseline-rows 1500';

it.each([
  ['labels that come late', '--labels spread-3 --true 0.9 --drop 0.3 --days 14 --years 2', /below the limit of 0.85/],
  [
    'retrainings',
    '--retraining --true 0.9 --drop 0.2 --days 30 --years 1 --no-rules',
    /models promoted.*"pagesAfter":1,/,
  ],
])(
  'simulations have the same results with states that are kept without text: %s',
  (_, options, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'kept-states-'));
    try {
      const args = ['simulate/run.ts', ...`--performance accuracy ${SMALL} ${options}`.split(' ')];
      const play = (preload: readonly string[], jobs: string) => {
        const out = join(folder, `${preload.length}-${jobs}.jsonl`);
        execFileSync(process.execPath, [...preload, ...args, '--jobs', jobs, '--out', out], { stdio: 'pipe' });
        return readFileSync(out, 'utf8');
      };
      const preload = ['--import', './simulate/kept-states/register.ts'];
      const withText = play([], '1');
      expect(withText).toMatch(expected);
      expect(play(preload, '1')).toBe(withText);
      expect(play(preload, '2')).toBe(withText);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
