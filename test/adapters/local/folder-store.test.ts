import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import { bytes, describeObjectStore, keysOf, text } from '../object-store-contract.ts';

let folder: string;
let store: FolderStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-store-'));
  store = new FolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describeObjectStore(async () => new FolderStore(await mkdtemp(join(folder, 'store-'))));

describe('folders', () => {
  it('are empty when they do not exist, and links to them are followed', async () => {
    expect(await keysOf(new FolderStore(join(folder, 'none')), '')).toEqual([]);
    await store.put('real/file', bytes('1'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    expect(await keysOf(store, '')).toEqual(['link/file', 'real/file']);
  });

  it("do not show the store's own files", async () => {
    await store.put('a', bytes('1'));
    await writeFile(join(folder, '.driftwarden-new-123'), 'left by a crash');
    expect(await keysOf(store, '')).toEqual(['a']);
  });
});

describe('keys', () => {
  it.each(['../up', 'a/../../b', '/root', 'a//b', '', '.', 'a/.', '.driftwarden-lock-a'])('refuses %j', async (key) => {
    await expect(store.put(key, bytes('1'))).rejects.toThrow('not an object key');
    await expect(store.get(key)).rejects.toThrow('not an object key');
  });
});

describe('conditional writes', () => {
  it('distinguish versions of the same content', async () => {
    const first = await store.put('k', bytes('1'));
    const second = await store.put('k', bytes('1'), { ifMatch: first.etag });
    expect(second.etag).not.toBe(first.etag);
  });

  it('lose no increment between processes, and leave nothing behind', async () => {
    const worker = join(import.meta.dirname, 'increment-worker.ts');
    const run = promisify(execFile);
    await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, [worker, folder, '25'])));
    expect(text((await store.get('counter'))?.bytes)).toBe('100');
    expect(await readdir(folder)).toEqual(['counter']);
  });
});
