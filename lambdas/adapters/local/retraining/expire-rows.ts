import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { retrainingDataOf } from '../../../core/decision/retraining/keys.ts';
import { ignoreMissing } from '../errors.ts';
import type { LocalAccount } from './account.ts';

/**
 * Deletes the rows of earlier retrainings that are older than the monitor keeps them, as lifecycle rules do in an account. The age
 * counts from the last folder of a retraining that was made, which was in the retraining itself.
 *
 * @param now Milliseconds since the epoch.
 */
export async function expireRows(
  { monitor, settings, folder }: Pick<LocalAccount, 'monitor' | 'settings' | 'folder'>,
  now: number,
): Promise<void> {
  const rows = join(folder, retrainingDataOf(monitor.name));
  for (const id of (await readdir(rows).catch(ignoreMissing)) ?? []) {
    const path = join(rows, id);
    const facts = await stat(path).catch(ignoreMissing);
    if (facts && now - facts.mtimeMs > settings.data.keep) await rm(path, { recursive: true, force: true });
  }
}
