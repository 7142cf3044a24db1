import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ignoreMissing, systemErrorCode } from './errors.ts';
import { isAbandoned, takeOver, temporaryName, withFileLock } from './file-lock.ts';
import { hasTaggedEnded } from './process-identity.ts';

/** Prefix of the store's own files in the folder, which listings leave out. */
export const OWN_PREFIX = '.driftwarden-';

/** A day, in milliseconds. */
const FORGOTTEN_AFTER = 86_400_000;

/**
 * Writes a file whole: beside its place, then renamed. A process that is killed leaves the file as it was, and a file that
 * {@link sweep} removes.
 *
 * @param check called under the lock: a check that throws prevents the write
 */
export async function writeUnderLock(
  path: string,
  bytes: Uint8Array,
  check: () => Promise<void>,
): Promise<{ etag: string }> {
  const lock = join(dirname(path), `${OWN_PREFIX}lock-${basename(path)}`);
  for (;;) {
    const written = await withFileLock(lock, OWN_PREFIX, async (isHeld) => {
      await check();
      return writeBeside(path, bytes, isHeld);
    }).catch((error) => {
      throw toWriteError(error, path);
    });
    // Without the lock, which another process took over from one that was stopped for long, nothing was written.
    if (written !== null) return written;
  }
}

/** What errors of the file system mean for a user: Node's own messages name a temporary file. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of the disk is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};

/** A file cannot be written. What was there before is unchanged. */
class StoreWriteError extends Error {
  override readonly name = 'StoreWriteError';
}

/** An error of a write, in words for a user; other errors stay as they are. */
export function toWriteError(error: unknown, path: string): unknown {
  const code = systemErrorCode(error);
  const meaning = code === null ? undefined : MEANINGS[code];
  return meaning === undefined ? error : new StoreWriteError(`cannot write ${path}: ${meaning}`, { cause: error });
}

async function writeBeside(
  path: string,
  bytes: Uint8Array,
  isHeld: () => Promise<boolean>,
): Promise<{ etag: string } | null> {
  const beside = join(dirname(path), temporaryName(OWN_PREFIX));
  try {
    const file = await open(beside, 'wx');
    let etag: string;
    try {
      await file.writeFile(bytes);
      etag = etagOf(await file.stat({ bigint: true }));
    } finally {
      await file.close();
    }
    if (!(await isHeld())) return null;
    await rename(beside, path);
    return { etag };
  } finally {
    await rm(beside, { force: true });
  }
}

/** Removes what killed processes left behind in a folder. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.startsWith(`${OWN_PREFIX}lock-`)) {
      if (await isAbandoned(path)) await takeOver(path, join(folder, temporaryName(OWN_PREFIX)));
    } else if (name.startsWith(OWN_PREFIX) && (hasTaggedEnded(name) || (await isForgotten(path)))) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** Whether a file is so old that no process can still be writing it, wherever it runs. */
async function isForgotten(path: string): Promise<boolean> {
  const facts = await stat(path).catch(ignoreMissing);
  return facts !== null && Date.now() - facts.mtimeMs > FORGOTTEN_AFTER;
}

/** A replaced file has another inode and time, so the etag distinguishes versions without reading the content. */
export function etagOf(facts: { size: bigint; mtimeNs: bigint; ino: bigint }): string {
  return `${facts.size.toString(36)}-${facts.mtimeNs.toString(36)}-${facts.ino.toString(36)}`;
}
