import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { saveHistoryRow } from '../../lambdas/core/history/store.ts';
import { readStatus } from '../../lambdas/core/status.ts';
import { historyRow } from './report/results.ts';

it('looks back the same windows for data and accuracy, though labels come late', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'status-'));
  const store = new FolderStore(folder);
  for (const day of ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']) {
    await saveHistoryRow(store, historyRow(day, { kind: 'drift' }));
  }
  for (const day of ['2026-03-01', '2026-03-02']) await saveHistoryRow(store, historyRow(day));

  const { drift, accuracy } = await readStatus(store, 'returns', 3);

  expect(drift.map((row) => row.window)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
  expect(accuracy.map((row) => row.window)).toEqual(['2026-03-02']);
  await rm(folder, { recursive: true });
});
