import { describe, expect, it } from 'vitest';
import { KEPT_RUNS, readRuns, recordRun, runsKey } from '../../../lambdas/core/watchdog/runs.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const NOW = Date.UTC(2026, 0, 10, 6, 2, 3, 456);
const DUE = Date.UTC(2026, 0, 10, 6);
const PLACE = { function: 'check', logGroup: 'logs', dashboard: 'dashboard' };
const record = (store: MemoryStore, due: number, now = NOW, place: typeof PLACE | { dashboard: null } = PLACE) =>
  recordRun(store, { monitor: 'm', kind: 'drift', due, place: { ...PLACE, ...place } }, now);

describe('the record of runs', () => {
  it('has the due time of each run that succeeded, ascending, and where the last one ran', async () => {
    const store = new MemoryStore();
    expect(await readRuns(store, 'm', 'drift')).toMatchObject({ succeeded: [], function: null });
    for (const due of [DUE, DUE - 60_000, DUE]) await record(store, due);
    expect(await readRuns(store, 'm', 'drift')).toEqual({ ...PLACE, continued: null, succeeded: [DUE - 60_000, DUE] });
    expect(await readRuns(store, 'm', 'accuracy')).toMatchObject({ succeeded: [] });
  });

  it('counts a run by hand from its start, in whole seconds, and keeps the dashboard that it does not know', async () => {
    const store = new MemoryStore();
    await record(store, DUE);
    await record(store, NOW, NOW, { dashboard: null });
    expect(await readRuns(store, 'm', 'drift')).toEqual({ ...PLACE, continued: null, succeeded: [DUE, NOW - 456] });
  });

  it('does not believe in the future', async () => {
    const store = new MemoryStore();
    await record(store, Date.UTC(2999, 0, 1));
    expect((await readRuns(store, 'm', 'drift')).succeeded).toEqual([NOW - 456]);
  });

  it('of a run that another one goes on with says when that began', async () => {
    const store = new MemoryStore();
    const run = { monitor: 'm', kind: 'drift' as const, due: DUE, place: PLACE, isContinued: true };
    await recordRun(store, run, NOW);
    expect(await readRuns(store, 'm', 'drift')).toMatchObject({
      succeeded: [],
      continued: { due: DUE, at: NOW - 456 },
    });
  });

  it('keeps the latest', async () => {
    const store = new MemoryStore();
    for (let i = 0; i <= KEPT_RUNS; i++) await record(store, DUE + i * 60_000, DUE + 86_400_000);
    const { succeeded } = await readRuns(store, 'm', 'drift');
    expect([succeeded.length, succeeded[0], succeeded.at(-1)]).toEqual([
      KEPT_RUNS,
      DUE + 60_000,
      DUE + KEPT_RUNS * 60_000,
    ]);
  });

  it('loses none of two runs at the same time', async () => {
    const store = new MemoryStore();
    await Promise.all([0, 1, 2, 3].map((i) => record(store, DUE + i * 60_000, DUE + 86_400_000)));
    expect((await readRuns(store, 'm', 'drift')).succeeded).toHaveLength(4);
  });

  it.each(['', '{', '{}', '{"schema":"driftwarden/runs","version":2,"succeeded":[]}'])(
    'is replaced by the next run when it cannot be read: %s',
    async (text) => {
      const store = new MemoryStore();
      await store.put(runsKey('m', 'drift'), new TextEncoder().encode(text));
      await expect(readRuns(store, 'm', 'drift')).rejects.toThrow('m/runs/drift.json');
      await record(store, DUE);
      expect(await readRuns(store, 'm', 'drift')).toEqual({ ...PLACE, continued: null, succeeded: [DUE] });
    },
  );
});
