import type { DataSource } from './ports.ts';
import { TextHash } from './text/hash-text.ts';

const hash = new TextHash();

/** Changes when files do: their number and a sum of 64 bits over their names and versions, in any order. */
export class ListingDigest {
  #files = 0;
  #high = 0;
  #low = 0;

  add({ uri, size, etag }: Pick<DataSource, 'uri' | 'size' | 'etag'>): void {
    const { high, low } = hash.of(`${uri}\n${size}\n${etag}`);
    this.#sum(1, high, low);
  }

  /** The files of another one are these as well. */
  addAll(other: ListingDigest): void {
    this.#sum(other.#files, other.#high, other.#low);
  }

  toString(): string {
    return `${this.#files}-${this.#high.toString(36)}-${this.#low.toString(36)}`;
  }

  #sum(files: number, high: number, low: number): void {
    this.#files += files;
    this.#high = (this.#high + high) >>> 0;
    this.#low = (this.#low + low) >>> 0;
  }
}

/** The digest of some files. */
export function digestOf(files: Iterable<Pick<DataSource, 'uri' | 'size' | 'etag'>>): ListingDigest {
  const digest = new ListingDigest();
  for (const file of files) digest.add(file);
  return digest;
}
