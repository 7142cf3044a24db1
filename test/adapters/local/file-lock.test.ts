import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withFileLock } from '../../../lambdas/adapters/local/file-lock.ts';
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import { hasEnded, tagOf, thisProcess } from '../../../lambdas/adapters/local/process-identity.ts';
import { bytes } from '../object-store-contract.ts';

const HOUR = 3_600_000;

let folder: string;
/** A process that has ended. */
let ended: { pid: number; host: string; processStart: string | null };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-lock-'));
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', 'console.log(process.pid)']);
  ended = { pid: Number(stdout), host: hostname(), processStart: null };
});
afterEach(() => rm(folder, { recursive: true }));

/** A lock as another process left it. */
async function leaveLock(name: string, owner: object): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'owner.json'), JSON.stringify({ id: 'theirs', taken: Date.now(), ...owner }));
}

describe('a lock left behind is taken over', () => {
  it.each<[string, () => object]>([
    ['by a process that has ended', () => ended],
    // A restarted machine gives the ids of its processes again.
    ['by a process whose id another one has now', () => ({ ...thisProcess(), processStart: '1' })],
    ['an hour ago, wherever', () => ({ ...ended, host: 'elsewhere', taken: Date.now() - HOUR })],
    ['more than half a minute ago, though its process runs', () => ({ ...thisProcess(), taken: Date.now() - 31_000 })],
    ['in an hour, because the clock was set back', () => ({ ...thisProcess(), taken: Date.now() + HOUR })],
  ])('%s', async (_, owner) => {
    await leaveLock('.driftwarden-lock-k', owner());
    await new FolderStore(folder).put('k', bytes('1'));
    expect(await readdir(folder)).toEqual(['k']);
  });

  it('without an owner, a minute ago: a file of an earlier version', async () => {
    const path = join(folder, '.driftwarden-lock-k');
    await writeFile(path, '');
    const minuteAgo = Date.now() / 1000 - 60;
    await utimes(path, minuteAgo, minuteAgo);
    await new FolderStore(folder).put('k', bytes('1'));
    expect(await readdir(folder)).toEqual(['k']);
  });

  it('though its key is not written again', async () => {
    await leaveLock('.driftwarden-lock-other', ended);
    await new FolderStore(folder).put('k', bytes('1'));
    expect(await readdir(folder)).toEqual(['k']);
  });
});

describe('a lock that is held', () => {
  it.each<[string, () => object]>([
    ['by a living process', thisProcess],
    ['on another machine', () => ({ ...ended, host: 'elsewhere' })],
    ['for twenty seconds', () => ({ ...thisProcess(), taken: Date.now() - 20_000 })],
  ])('%s is waited for', async (_, owner) => {
    await leaveLock('.driftwarden-lock-k', owner());
    const written = new FolderStore(folder).put('k', bytes('1'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await readdir(folder)).toContain('.driftwarden-lock-k');
    expect(await readdir(folder)).not.toContain('k');
    // In one step, as its owner does: a folder that is empty for a moment can be taken.
    const released = await mkdtemp(join(tmpdir(), 'released-'));
    await rename(join(folder, '.driftwarden-lock-k'), released);
    await written;
    await rm(released, { recursive: true });
    expect(await readdir(folder)).toEqual(['k']);
  });

  it('is known to be lost, and is left to the process that took it over', async () => {
    const path = join(folder, 'lock');
    const held = await withFileLock(path, '.own-', async (isHeld) => {
      const before = await isHeld();
      await rm(path, { recursive: true });
      await leaveLock('lock', thisProcess());
      return [before, await isHeld()];
    });
    expect(held).toEqual([true, false]);
    expect(await readdir(folder)).toEqual(['lock']);
  });
});

describe('what a killed process was writing', () => {
  const nameOf = (owner: typeof ended) => `.driftwarden-new-${tagOf(owner)}-1`;

  it.each<[string, () => string, boolean]>([
    ['goes', () => nameOf(ended), false],
    ['stays while the process lives', () => nameOf({ ...thisProcess() }), true],
    ['stays where the process may live on another machine', () => nameOf({ ...ended, host: 'elsewhere' }), true],
    ['stays where nothing is known of it', () => '.driftwarden-new-1', true],
  ])('%s', async (_, name, stays) => {
    await writeFile(join(folder, name()), 'half');
    await new FolderStore(folder).put('k', bytes('1'));
    expect(await readdir(folder)).toEqual(stays ? [name(), 'k'] : ['k']);
  });

  it('expires after a day, on whichever machine it was taken', async () => {
    const path = join(folder, nameOf({ ...ended, host: 'elsewhere' }));
    await writeFile(path, 'half');
    const before = (Date.now() - 25 * HOUR) / 1000;
    await utimes(path, before, before);
    await new FolderStore(folder).put('k', bytes('1'));
    expect(await readdir(folder)).toEqual(['k']);
  });
});

describe('a process', () => {
  it('is known to run or to have ended on this machine, and unknown on others', () => {
    expect(hasEnded(thisProcess())).toBe(false);
    expect(hasEnded(ended)).toBe(true);
    expect(hasEnded({ ...ended, host: 'elsewhere' })).toBe(false);
  });
});
