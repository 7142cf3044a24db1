import { createHash } from 'node:crypto';
import type { DataSource } from '../ports.ts';

/** The most files that are remembered. Beyond it, repeats are not recognised. */
const MOST_FILES = 100_000;

interface OfSize {
  /** The first file of the size, which is hashed when another one arrives. null: hashed already. */
  first: DataSource | null;
  readonly hashes: Set<string>;
}

/** Hashes of files, each computed once. */
export class FileHashes {
  readonly #hashes = new Map<string, string>();

  /** Errors of the source are thrown. */
  async of(source: DataSource): Promise<string> {
    const known = this.#hashes.get(source.uri);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    for await (const bytes of source.stream()) hash.update(bytes);
    const found = hash.digest('base64');
    if (this.#hashes.size < MOST_FILES) this.#hashes.set(source.uri, found);
    return found;
  }
}

/** Recognises files with the bytes of an earlier one. Reads only files whose size equals that of another. */
export class SeenFiles {
  readonly #hashes: FileHashes;
  readonly #bySize = new Map<number, OfSize>();
  #files = 0;

  /** @param hashes Shared by those that see the same files. */
  constructor(hashes = new FileHashes()) {
    this.#hashes = hashes;
  }

  /** Errors of a source are thrown. */
  async isRepeat(source: DataSource): Promise<boolean> {
    const known = this.#bySize.get(source.size);
    if (known === undefined) {
      if (this.#files++ < MOST_FILES) this.#bySize.set(source.size, { first: source, hashes: new Set() });
      return false;
    }
    if (known.first !== null) {
      known.hashes.add(await this.#hashes.of(known.first));
      known.first = null;
    }
    const hash = await this.#hashes.of(source);
    if (known.hashes.has(hash)) return true;
    if (this.#files++ < MOST_FILES) known.hashes.add(hash);
    return false;
  }
}
