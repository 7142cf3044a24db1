import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import { ObjectNotFoundError, PreconditionFailedError } from '../../../lambdas/core/ports.ts';

let folder: string;
let store: FolderStore;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) => new TextDecoder().decode(content);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-store-'));
  store = new FolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function keys(prefix: string, from = store): Promise<string[]> {
  return (await Array.fromAsync(from.list(prefix))).map((object) => object.key);
}

describe('listing', () => {
  it('gives the keys below a prefix in code-unit order, like S3', async () => {
    const all = ['a-b/x', 'a/x', 'a/y/z', 'a.txt', 'b', 'a/Y'];
    for (const key of all) await store.put(key, bytes('1'));
    expect(await keys('')).toEqual([...all].sort());
    expect(await keys('a/')).toEqual(['a/Y', 'a/x', 'a/y/z']);
    expect(await keys('a/y')).toEqual(['a/y/z']);
    expect(await keys('nothing/here')).toEqual([]);
  });

  it('has the order of sorted keys for any keys', async () => {
    const part = fc.stringMatching(/^[a-c.\-!~]{1,3}$/).filter((name) => name !== '.' && name !== '..');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.tuple(part, part).map(([a, b]) => `${a}_/${b}`),
          { maxLength: 8 },
        ),
        async (set) => {
          const root = await mkdtemp(join(tmpdir(), 'folder-store-'));
          const fresh = new FolderStore(root);
          for (const key of set) await fresh.put(key, bytes('1'));
          expect(await keys('', fresh)).toEqual([...set].sort());
          await rm(root, { recursive: true });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is empty for a folder that does not exist, and follows links to folders', async () => {
    expect(await keys('', new FolderStore(join(folder, 'none')))).toEqual([]);
    await store.put('real/file', bytes('1'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    expect(await keys('')).toEqual(['link/file', 'real/file']);
  });

  it('does not show its own files', async () => {
    await store.put('a', bytes('1'));
    await writeFile(join(folder, '.driftwarden-new-123'), 'left by a crash');
    expect(await keys('')).toEqual(['a']);
  });
});

describe('reading', () => {
  it('gives whole objects, streams and ranges', async () => {
    await store.put('k/v', bytes('hello world'));
    const whole = await store.get('k/v');
    const streamed = (await Array.fromAsync(store.stream('k/v'))).map(text).join('');
    expect([text(whole?.bytes), streamed, text(await store.slice('k/v', 6, 100))]).toEqual([
      'hello world',
      'hello world',
      'world',
    ]);
  });

  it('says what is missing', async () => {
    expect(await store.get('none')).toBeNull();
    await expect(store.slice('none', 0, 1)).rejects.toThrow(ObjectNotFoundError);
    await expect(Array.fromAsync(store.stream('none'))).rejects.toThrow(ObjectNotFoundError);
  });
});

describe('keys', () => {
  it.each(['../up', 'a/../../b', '/root', 'a//b', '', '.', 'a/.', '.driftwarden-lock-a'])('refuses %j', async (key) => {
    await expect(store.put(key, bytes('1'))).rejects.toThrow('not an object key');
    await expect(store.get(key)).rejects.toThrow('not an object key');
  });
});

describe('conditional writes', () => {
  it('creates only what does not exist', async () => {
    await store.put('k', bytes('1'), { ifNoneMatch: '*' });
    await expect(store.put('k', bytes('2'), { ifNoneMatch: '*' })).rejects.toThrow(PreconditionFailedError);
    expect(text((await store.get('k'))?.bytes)).toBe('1');
  });

  it('replaces only the version it names', async () => {
    const first = await store.put('k', bytes('1'));
    expect((await store.get('k'))?.etag).toBe(first.etag);
    const second = await store.put('k', bytes('1'), { ifMatch: first.etag });
    expect(second.etag).not.toBe(first.etag);
    await expect(store.put('k', bytes('3'), { ifMatch: first.etag })).rejects.toThrow(PreconditionFailedError);
    await expect(store.put('none', bytes('3'), { ifMatch: first.etag })).rejects.toThrow(PreconditionFailedError);
  });

  it('has exactly one winner among many at once', async () => {
    const { etag } = await store.put('k', bytes('0'));
    const race = Array.from({ length: 20 }, (_, i) => store.put('k', bytes(String(i)), { ifMatch: etag }));
    const outcomes = await Promise.allSettled(race);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('loses no increment between processes, and leaves nothing behind', async () => {
    const worker = join(import.meta.dirname, 'increment-worker.ts');
    const run = promisify(execFile);
    await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, [worker, folder, '25'])));
    expect(text((await store.get('counter'))?.bytes)).toBe('100');
    expect(await readdir(folder)).toEqual(['counter']);
  });

  it('takes over the lock of a process that died', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', 'console.log(process.pid)']);
    await writeFile(join(folder, '.driftwarden-lock-k'), `${stdout.trim()} dead`);
    await store.put('k', bytes('1'));
    expect(await readdir(folder)).toEqual(['k']);
  });
});
