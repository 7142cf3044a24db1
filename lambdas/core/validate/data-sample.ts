import type { RunContext } from '../context.ts';
import type { DataSource } from '../ports.ts';
import { listSources } from '../sources.ts';
import { countOf } from '../text/numbers.ts';

/** How much of the training data, the captures and the labels is read: the first files and rows. */
export const LOOKED_AT: SampleSize = { files: 20, rows: 50_000 };

/** The most files and rows of a sample. A sample of rows may end a chunk later. */
export interface SampleSize {
  readonly files: number;
  readonly rows: number;
}

/** Reads the first files of a location until enough rows have been read. */
export class Sample {
  readonly #context: Pick<RunContext, 'open' | 'onProgress'>;
  readonly #uri: string;
  readonly #size: SampleSize;
  files = 0;
  rows = 0;
  /** Whether everything was read. */
  isWhole = true;

  constructor(context: Pick<RunContext, 'open' | 'onProgress'>, uri: string, size: SampleSize = LOOKED_AT) {
    this.#context = context;
    this.#uri = uri;
    this.#size = size;
  }

  /** @param isWanted Selects files. The others are skipped and do not count as left out. */
  async *sources(isWanted: (source: DataSource) => boolean = () => true): AsyncGenerator<DataSource> {
    for await (const source of listSources(this.#context.open(this.#uri))) {
      if (!isWanted(source)) continue;
      if (this.files === this.#size.files || this.rows >= this.#size.rows) {
        this.isWhole = false;
        return;
      }
      this.files++;
      yield source;
    }
  }

  /** Counts rows. @returns Whether enough have been read. */
  enough(rows: number): boolean {
    this.rows += rows;
    this.#context.onProgress?.(this.rows);
    if (this.rows < this.#size.rows) return false;
    this.isWhole = false;
    return true;
  }

  /** `checked the first 50,000 rows of 20 files at captures`. */
  describe(thing = 'row'): string {
    const first = this.isWhole ? '' : 'the first ';
    return `checked ${first}${countOf(this.rows, thing)} of ${countOf(this.files, 'file')} at ${this.#uri}`;
  }
}
