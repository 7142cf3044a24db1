import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ignoreMissing, systemErrorCode } from './errors.ts';
import { hasEnded, processSchema, tagOf, thisProcess } from './process-identity.ts';

/**
 * A lock is held while one file is written. One that is older, or from the future because the clock was set back, is taken over
 * even if its process runs. Milliseconds.
 */
const EXPIRY = 30_000;

/** How long to wait for a lock, in milliseconds: a lock that was forgotten has expired by then. */
const MAX_WAIT = 2 * EXPIRY;

const OWNER = 'owner.json';

const ownerSchema = processSchema.extend({
  /** Tells two locks of one process apart. */
  id: z.string(),
  /** Milliseconds since the epoch. */
  taken: z.number(),
});
type Owner = z.infer<typeof ownerSchema>;

/**
 * Runs `work` while no other process holds the lock. A lock is a folder that contains its owner's identity. It is made elsewhere and
 * renamed, so it never exists without its owner, whenever a process is killed. A lock whose process has ended is taken over.
 *
 * @param path of the folder
 * @param ownPrefix for names of other files that are made beside it
 * @param work gets a function that says whether the lock is still held: false if another process had to take it over
 */
export async function withFileLock<T>(
  path: string,
  ownPrefix: string,
  work: (isHeld: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const aside = join(dirname(path), temporaryName(ownPrefix));
  const id = randomUUID();
  try {
    await acquire(path, aside, id);
    try {
      return await work(async () => (await readOwner(path))?.id === id);
    } finally {
      if ((await readOwner(path))?.id === id) await rename(path, aside).catch(ignoreMissing);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** A name that says whose file it is, so that what a killed process leaves behind can be removed. */
export function temporaryName(ownPrefix: string): string {
  return `${ownPrefix}new-${tagOf(thisProcess())}-${randomUUID()}`;
}

async function acquire(path: string, aside: string, id: string): Promise<void> {
  const deadline = performance.now() + MAX_WAIT;
  await mkdir(aside);
  for (;;) {
    const owner: Owner = { ...thisProcess(), id, taken: Date.now() };
    await writeFile(join(aside, OWNER), JSON.stringify(owner));
    if (await renameUnlessThere(aside, path)) return;
    if (await isAbandoned(path)) await takeOver(path, `${aside}-old`);
    else if (performance.now() > deadline)
      throw new Error(`gave up waiting for the lock ${path}: delete it if no check is running`);
    else await sleep(2 + Math.random() * 8);
  }
}

/** A folder is not renamed over one with a file in it, or over a file: the lock of an earlier version. */
async function renameUnlessThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    // On some systems a folder in the way is reported as a missing permission.
    if ((await stat(to).catch(ignoreMissing)) !== null || isInTheWay(error)) return false;
    throw error;
  }
}

/** Whether a lock can be taken over: its process has ended, or it has expired. */
export async function isAbandoned(path: string): Promise<boolean> {
  const facts = await stat(path).catch(ignoreMissing);
  if (facts === null) return false;
  const owner = await readOwner(path);
  if (owner !== null && hasEnded(owner)) return true;
  return Math.abs(Date.now() - (owner?.taken ?? facts.mtimeMs)) > EXPIRY;
}

/**
 * Removes an abandoned lock. Of several processes that want to, renaming gives it to one. A lock that another process took in the
 * meantime is put back.
 */
export async function takeOver(path: string, aside: string): Promise<void> {
  const isTaken = await rename(path, aside).then(() => true, ignoreMissing);
  if (!isTaken) return;
  if (!(await isAbandoned(aside)) && (await renameUnlessThere(aside, path))) return;
  await rm(aside, { recursive: true, force: true });
}

/** null: there is no lock, or one that does not say whose it is. */
async function readOwner(path: string): Promise<Owner | null> {
  const text = await readFile(join(path, OWNER), 'utf8').catch(ignoreMissing);
  if (text === null) return null;
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isInTheWay(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemErrorCode(error) ?? '');
}
