import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for a lock, in milliseconds. A write holds it only while it writes one small file. */
const MAX_WAIT = 30_000;

/**
 * Runs `work` while no other process of this machine holds the lock file. The lock contains its process id, so a lock left
 * behind by a crash is taken over.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const owner = `${process.pid} ${randomUUID()}`;
  const deadline = performance.now() + MAX_WAIT;
  while (!(await tryLock(path, owner))) {
    if (performance.now() > deadline)
      throw new Error(`gave up waiting for the lock ${path}: delete it if no check is running`);
    await sleep(2 + Math.random() * 8);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryLock(path: string, owner: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(owner);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const held = await readFile(path, 'utf8').catch(() => '');
  const pid = Number.parseInt(held, 10);
  // A lock is empty between the moment its owner creates it and the moment the owner writes its process id.
  if (Number.isNaN(pid) || isAlive(pid)) return false;
  // Renaming gives the stale lock to exactly one of the processes that saw it. A fresh lock taken by mistake is put back.
  const taken = `${path}.${owner.replace(' ', '-')}`;
  try {
    await rename(path, taken);
  } catch {
    return false;
  }
  if ((await readFile(taken, 'utf8')) === held) await rm(taken, { force: true });
  else await rename(taken, path);
  return false;
}

/** Whether a process of this machine is running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
