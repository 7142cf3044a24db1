import { createHash } from 'node:crypto';
import type { DataSource } from '../ports.ts';

/** The most files that are remembered. Beyond it, repeats are not recognised. */
const MOST_FILES = 100_000;

interface OfSize {
  /** The first file of the size, which is hashed when another one arrives. null: hashed already. */
  first: DataSource | null;
  readonly hashes: Set<string>;
}

/** Recognises files with the bytes of an earlier one. Reads only files whose size equals that of another. */
export class SeenFiles {
  readonly #bySize = new Map<number, OfSize>();
  #files = 0;

  /** Errors of a source are thrown. */
  async isRepeat(source: DataSource): Promise<boolean> {
    const known = this.#bySize.get(source.size);
    if (known === undefined) {
      if (this.#files++ < MOST_FILES) this.#bySize.set(source.size, { first: source, hashes: new Set() });
      return false;
    }
    if (known.first !== null) {
      known.hashes.add(await hashOf(known.first));
      known.first = null;
    }
    const hash = await hashOf(source);
    if (known.hashes.has(hash)) return true;
    if (this.#files++ < MOST_FILES) known.hashes.add(hash);
    return false;
  }
}

async function hashOf(source: DataSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of source.stream()) hash.update(bytes);
  return hash.digest('base64');
}
