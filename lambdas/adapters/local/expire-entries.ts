import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreMissing } from './errors.ts';

/**
 * Deletes the files and folders directly in a folder that are older than `keep`, as lifecycle rules do in an account. The age of a folder
 * counts from its last entry that was made.
 *
 * @param keep Milliseconds. @param now Milliseconds since the epoch.
 */
export async function expireEntries(folder: string, keep: number, now: number): Promise<void> {
  for (const name of (await readdir(folder).catch(ignoreMissing)) ?? []) {
    const path = join(folder, name);
    const facts = await stat(path).catch(ignoreMissing);
    if (facts && now - facts.mtimeMs > keep) await rm(path, { recursive: true, force: true });
  }
}
