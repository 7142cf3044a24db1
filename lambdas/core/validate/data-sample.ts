import type { RunContext } from '../context.ts';
import type { DataSource } from '../ports.ts';
import { listSources } from '../sources.ts';
import { countOf } from '../text/numbers.ts';

/** How much of the training data, the captures and the labels is looked at: the first files, and rows in them. */
export const LOOKED_AT = { files: 20, rows: 50_000 } as const;

/** The first files of a place, until enough rows have been read. */
export class Sample {
  readonly #context: Pick<RunContext, 'open'>;
  readonly #uri: string;
  files = 0;
  rows = 0;
  /** Whether nothing was left out. */
  isWhole = true;

  constructor(context: Pick<RunContext, 'open'>, uri: string) {
    this.#context = context;
    this.#uri = uri;
  }

  /** @param isWanted Files that it says no to are passed over, and are nothing that was left out. */
  async *sources(isWanted: (source: DataSource) => boolean = () => true): AsyncGenerator<DataSource> {
    for await (const source of listSources(this.#context.open(this.#uri))) {
      if (!isWanted(source)) continue;
      if (this.files === LOOKED_AT.files || this.rows >= LOOKED_AT.rows) {
        this.isWhole = false;
        return;
      }
      this.files++;
      yield source;
    }
  }

  /** Counts rows. @returns whether no more are needed */
  enough(rows: number): boolean {
    this.rows += rows;
    if (this.rows < LOOKED_AT.rows) return false;
    this.isWhole = false;
    return true;
  }

  /** `the first 50,000 rows of 20 files at captures looked at`. */
  describe(thing = 'row'): string {
    const first = this.isWhole ? '' : 'the first ';
    return `${first}${countOf(this.rows, thing)} of ${countOf(this.files, 'file')} at ${this.#uri} looked at`;
  }
}
