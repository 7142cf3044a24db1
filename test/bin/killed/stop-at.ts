/**
 * Loaded before the command line in a process of its own (`node --import`): before each operation that changes the file system, copies the
 * folder SNAPSHOT_OF to a numbered folder in SNAPSHOTS, which is what the process would leave behind if it were killed there. With
 * KILL_AT, ends this process by SIGKILL before the operation of that number instead. With FULL_AT, that operation and all later
 * ones find the disk full.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';

const { SNAPSHOT_OF = '', SNAPSHOTS = '', KILL_AT, FULL_AT } = process.env;
let operations = 0;

/** @param halfWritten a file that this operation has written half of */
function stop(halfWritten?: { readonly path: string; readonly bytes: Uint8Array }): void {
  operations++;
  if (FULL_AT !== undefined) {
    if (operations < Number(FULL_AT)) return;
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
  }
  if (KILL_AT !== undefined) {
    if (operations === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
    return;
  }
  const copy = join(SNAPSHOTS, String(operations).padStart(4, '0'));
  copyStill(copy);
  if (halfWritten === undefined) return;
  const half = join(copy, relative(SNAPSHOT_OF, halfWritten.path));
  copyFileSync(halfWritten.path, half);
  truncateSync(half, Math.floor(halfWritten.bytes.length / 2));
}

/** How often, and after how many milliseconds, a copy is tried again: a program that this process has started may write meanwhile. */
const ATTEMPTS = 200;
const PAUSE = 5;

function copyStill(copy: string, attempts = ATTEMPTS): void {
  try {
    copyFolder(SNAPSHOT_OF, copy);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    if (attempts === 1) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    copyStill(copy, attempts - 1);
  }
}

/** Node's `cpSync` ends the whole process if a file goes away meanwhile. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copyFileSync(source, target);
  }
}

type Operation = (...args: readonly unknown[]) => Promise<unknown>;
const original = { ...fs } as unknown as Record<string, Operation>;
const patched = fs as unknown as Record<string, Operation>;

// A full disk lets files be removed.
for (const name of ['mkdir', 'rename', 'appendFile', 'writeFile', 'unlink', 'rmdir', 'link', 'truncate']) {
  patched[name] = async (...args) => {
    stop();
    return original[name](...args);
  };
}
patched.rm = async (...args) => {
  if (FULL_AT === undefined) stop();
  return original.rm(...args);
};
patched.open = async (...args) => {
  const [path, flags] = args as [string, string | undefined];
  if (flags !== undefined && flags !== 'r') stop();
  const handle = (await original.open(...args)) as FileHandle;
  const writeFile = handle.writeFile.bind(handle);
  handle.writeFile = async (bytes: Uint8Array) => {
    stop();
    await writeFile(bytes);
    if (bytes instanceof Uint8Array) stop({ path, bytes });
  };
  return handle;
};
syncBuiltinESMExports();
