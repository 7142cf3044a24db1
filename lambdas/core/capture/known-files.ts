import type { DataSource } from '../ports.ts';
import { TextHash } from '../text/hash-text.ts';
import type { Window } from '../window.ts';
import type { CapturedFile, KnownFile } from './known-file.ts';

const hash = new TextHash();

/** Names a file in its present version: 64 bits of a hash. Empty for data that does not come from a listing. */
export function fileKey({ uri, size, etag }: Pick<DataSource, 'uri' | 'size' | 'etag'>): string {
  if (etag === undefined) return '';
  const { high, low } = hash.of(`${uri}\n${size}\n${etag}`);
  return high.toString(36).padStart(7, '0') + low.toString(36).padStart(7, '0');
}

/** What readings of files found, by {@link fileKey}: later windows skip the files that have no record of them. */
export class KnownFiles {
  readonly #files = new Map<string, KnownFile>();
  /** Sets of columns, each once: most files have the same. */
  readonly #columns = new Map<string, readonly string[]>();
  #listed = new Set<string>();
  #isChanged = false;

  /** @param files What earlier runs have learned. */
  constructor(files: Iterable<readonly [key: string, file: KnownFile]> = []) {
    for (const [key, file] of files) this.#files.set(key, this.#shared(file));
  }

  /** Whether more is known than was {@link saved}. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  saved(): void {
    this.#isChanged = false;
  }

  /** What is known of the files of the last listing. */
  *listed(): Generator<readonly [key: string, file: KnownFile]> {
    for (const key of this.#listed) {
      const file = this.#files.get(key);
      if (file !== undefined) yield [key, file];
    }
  }

  learn(files: Iterable<readonly [key: string, file: KnownFile]>): void {
    for (const [key, file] of files) {
      if (key === '') continue;
      this.#files.set(key, this.#shared(file));
      this.#isChanged = true;
    }
  }

  /** What is known of a file; null: nothing. */
  of(file: DataSource): KnownFile | null {
    return this.#files.get(fileKey(file)) ?? null;
  }

  /**
   * The files, with what is known of those without a record of the window. The listing is of all files that there are.
   *
   * @param look Finds out about a file without reading it, if it can. @default - what is not known is read
   */
  async *mark(
    files: AsyncIterable<DataSource> | Iterable<DataSource>,
    window: Pick<Window, 'start' | 'end'>,
    look?: (file: DataSource) => Promise<KnownFile | null>,
  ): AsyncGenerator<CapturedFile> {
    this.#listed = new Set();
    for await (const file of files) {
      const key = fileKey(file);
      this.#listed.add(key);
      const known = this.#files.get(key) ?? (await look?.(file)) ?? undefined;
      if (known !== undefined && !this.#files.has(key)) this.learn([[key, known]]);
      yield known !== undefined && isOutside(known, window) ? { ...file, outside: known } : file;
    }
  }

  #shared(file: KnownFile): KnownFile {
    const columns = file.columns.map((names) => {
      const key = JSON.stringify(names);
      const known = this.#columns.get(key) ?? names;
      this.#columns.set(key, known);
      return known;
    });
    return { ...file, columns };
  }
}

function isOutside({ span }: KnownFile, { start, end }: Pick<Window, 'start' | 'end'>): boolean {
  return span === null || span[1] < start || span[0] >= end;
}
