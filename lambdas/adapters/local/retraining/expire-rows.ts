import { join } from 'node:path';
import { retrainingDataOf } from '../../../core/decision/retraining/keys.ts';
import { expireEntries } from '../expire-entries.ts';
import type { LocalAccount } from './account.ts';

/**
 * Deletes the rows of earlier retrainings that are older than the monitor keeps them. The last folder of a retraining was made in the
 * retraining itself.
 *
 * @param now Milliseconds since the epoch.
 */
export function expireRows(
  { monitor, settings, folder }: Pick<LocalAccount, 'monitor' | 'settings' | 'folder'>,
  now: number,
): Promise<void> {
  return expireEntries(join(folder, retrainingDataOf(monitor.name)), settings.data.keep, now);
}
