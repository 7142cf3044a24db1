import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import { saveHistoryRow } from '../../../lambdas/core/history/store.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { readStatus } from '../../../lambdas/core/operate/status.ts';
import { historyRow } from '../report/results.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const MONITOR = parseMonitor(
  'model: m\nproblem: regression\ncapture: { uri: x, prediction: { value: y } }\n',
  'returns.yaml',
);

it('says that no limit is set, and first whether the latest window with a judgement is worse than the baseline', async () => {
  const labelled = (limits: string) =>
    parseMonitor(
      `model: m\nproblem: binary-classification\ncapture: { uri: x, prediction: { label: y } }\nlabels: { uri: l }\n${limits}`,
      'returns.yaml',
    );
  const store = new MemoryStore();
  const lineOf = async (monitor: Monitor) => (await readStatus(monitor, 3, { results: store, now: 0 })).noLimit;

  const noLimit = 'no performance limit: accuracy is measured, but no alert is raised: add one under performance.alert';
  expect(await lineOf(labelled(''))).toBe(noLimit);
  await saveHistoryRow(store, historyRow('2026-03-01', { compared_with_baseline: 'worse' }));
  await saveHistoryRow(store, historyRow('2026-03-02', { compared_with_baseline: 'unknown' }));
  expect(await lineOf(labelled(''))).toBe(`performance is worse than in the baseline; ${noLimit}`);
  expect(await lineOf(labelled('performance: { alert: [accuracy < 0.5] }\n'))).toBeNull();

  await saveHistoryRow(store, historyRow('2026-03-03'));
  expect(await lineOf(labelled(''))).toBe(noLimit);
});

it('looks back the same windows for data and accuracy, though labels come late', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'status-'));
  const store = new FolderStore(folder);
  for (const day of ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']) {
    await saveHistoryRow(store, historyRow(day, { kind: 'drift' }));
  }
  for (const day of ['2026-03-01', '2026-03-02']) await saveHistoryRow(store, historyRow(day));

  const { drift, accuracy } = await readStatus(MONITOR, 3, { results: store, now: 0 });

  expect(drift.map((row) => row.window)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
  expect(accuracy.map((row) => row.window)).toEqual(['2026-03-02']);
  await rm(folder, { recursive: true });
});
