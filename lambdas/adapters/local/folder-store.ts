import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import {
  ObjectNotFoundError,
  type ObjectStore,
  PreconditionFailedError,
  type StoredObject,
  type WriteCondition,
} from '../../core/ports.ts';
import { ignoreMissing, isMissing } from './errors.ts';
import { etagOf, OWN_PREFIX, sweep, toWriteError, writeUnderLock } from './folder-writes.ts';

/** The most folders that are listed: the size of a page of S3. */
const MAX_FOLDERS = 1000;

/**
 * An object store in a folder, with the conditional writes of S3 between processes of one machine. A write goes to a temporary file
 * that is renamed over the object; it checks its condition and renames under one lock for each key.
 */
export class FolderStore implements ObjectStore {
  readonly #root: string;
  /** Folders to which this store has written. */
  readonly #swept = new Set<string>();

  /** @param root The folder, created with the first object. */
  constructor(root: string) {
    this.#root = resolve(root);
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const cut = prefix.lastIndexOf('/');
    const folder = prefix.slice(0, cut + 1);
    if (folder !== '') this.#path(folder.slice(0, -1));
    yield* this.#walk(folder, prefix);
  }

  async folders(prefix: string): Promise<readonly string[]> {
    if (prefix !== '') this.#path(prefix.slice(0, -1));
    const names = await this.#namesIn(prefix);
    const folders = names?.filter((name) => name.endsWith('/')) ?? [];
    return folders.slice(0, MAX_FOLDERS).map((name) => name.slice(0, -1));
  }

  /** Depth first. Names are compared as in keys (folders with their `/`), which gives the order of S3. */
  async *#walk(folder: string, prefix: string): AsyncIterable<StoredObject> {
    const names = await this.#namesIn(folder);
    if (names === null) return;
    for (const name of names) {
      const key = folder + name;
      if (name.endsWith('/')) {
        if (key.startsWith(prefix) || prefix.startsWith(key)) yield* this.#walk(key, prefix);
      } else if (key.startsWith(prefix)) {
        const facts = await stat(join(this.#root, key), { bigint: true }).catch(ignoreMissing);
        if (facts?.isFile()) yield { key, size: Number(facts.size), etag: etagOf(facts) };
      }
    }
  }

  /** The names directly in a folder, in key order, folders with their `/`; null when there is no such folder. */
  async #namesIn(folder: string): Promise<string[] | null> {
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true }).catch(ignoreMissing);
    if (entries === null) return null;
    const names: string[] = [];
    for (const entry of entries) {
      if (entry.name.startsWith(OWN_PREFIX)) continue;
      const isFolder =
        entry.isDirectory() || (entry.isSymbolicLink() && (await isDirectory(join(this.#root, folder, entry.name))));
      names.push(isFolder ? `${entry.name}/` : entry.name);
    }
    return names.sort((a, b) => (a < b ? -1 : 1));
  }

  async get(key: string): Promise<{ bytes: Uint8Array; etag: string } | null> {
    const file = await open(this.#path(key), 'r').catch(ignoreMissing);
    if (file === null) return null;
    try {
      // An open file is one version of the object, even if another is renamed over it in the meantime.
      const facts = await file.stat({ bigint: true });
      return facts.isFile() ? { bytes: await file.readFile(), etag: etagOf(facts) } : null;
    } finally {
      await file.close();
    }
  }

  async *stream(key: string): AsyncIterable<Uint8Array> {
    try {
      yield* createReadStream(this.#path(key), { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw isMissing(error) ? new ObjectNotFoundError(key, { cause: error }) : error;
    }
  }

  async slice(key: string, start: number, end: number): Promise<Uint8Array> {
    const file = await open(this.#path(key), 'r').catch((error) => {
      throw isMissing(error) ? new ObjectNotFoundError(key, { cause: error }) : error;
    });
    try {
      return await readRange(file, start, end);
    } finally {
      await file.close();
    }
  }

  async put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ etag: string }> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true }).catch((error) => {
      throw toWriteError(error, path);
    });
    if (!this.#swept.has(dirname(path))) {
      this.#swept.add(dirname(path));
      await sweep(dirname(path));
    }
    return writeUnderLock(path, bytes, async () => {
      if (condition !== undefined) await this.#check(key, path, condition);
    });
  }

  async #check(key: string, path: string, condition: WriteCondition): Promise<void> {
    const facts = await stat(path, { bigint: true }).catch(ignoreMissing);
    const holds = 'ifMatch' in condition ? facts !== null && etagOf(facts) === condition.ifMatch : facts === null;
    if (!holds) throw new PreconditionFailedError(key);
  }

  /** Rejects keys that would leave the folder or clash with the store's own files. */
  #path(key: string): string {
    const parts = key.split('/');
    const unsafe = parts.some((part) => part === '' || part === '.' || part === '..' || part.startsWith(OWN_PREFIX));
    if (unsafe || key.includes('\0') || (sep === '\\' && key.includes('\\'))) {
      throw new Error(`${JSON.stringify(key)} is not an object key: parts must be non-empty and other than . and ..`);
    }
    return join(this.#root, ...parts);
  }
}

async function readRange(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === bytes.length ? bytes : bytes.subarray(0, filled);
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(ignoreMissing))?.isDirectory() ?? false;
}
