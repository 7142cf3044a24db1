import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { expireEntries } from '../../../lambdas/adapters/local/expire-entries.ts';

const DAY = 86_400_000;

it('deletes files and folders that are older than they are kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'expire-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const now = Date.UTC(2026, 2, 1);
  const put = (name: string, days: number) => {
    const path = join(folder, name);
    if (name.startsWith('folder')) mkdirSync(path);
    else writeFileSync(path, '');
    const time = new Date(now - days * DAY);
    utimesSync(path, time, time);
  };
  for (const days of [29, 30, 31]) {
    put(`file-${days}`, days);
    put(`folder-${days}`, days);
  }
  await expireEntries(folder, 30 * DAY, now);
  expect(readdirSync(folder)).toEqual(['file-29', 'file-30', 'folder-29', 'folder-30']);
  await expireEntries(join(folder, 'no-such-folder'), 0, now);
});
