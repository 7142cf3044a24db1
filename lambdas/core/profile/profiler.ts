import type { TableChunk } from '../columns/column.ts';
import { ColumnProfiler } from './column-profiler.ts';
import { BLOCK_ROWS, type Buffers } from './gather.ts';
import { DEFAULT_LIMITS, type ProfileLimits } from './limits.ts';
import { type ColumnSchema, type ProfileSchema, schemaOfType } from './schema.ts';
import { type DeclaredType, PROFILE_VERSION, type Profile } from './types.ts';

export interface ProfilerOptions {
  /**
   * How to count the baseline's columns. Without it, types are inferred, and many distinct numbers go into a sketch.
   */
  readonly schema?: ProfileSchema | null;
  /** Declared types of columns that the schema does not have. */
  readonly types?: ReadonlyMap<string, DeclaredType>;
  /**
   * Whether a not-a-number is a missing value, as in features. In the model's answers it is a fault of its own.
   *
   * @default false
   */
  readonly nanIsMissing?: boolean;
  /** @default the schema's limits, else {@link DEFAULT_LIMITS} */
  readonly limits?: Partial<ProfileLimits>;
}

/**
 * Builds the profile of a data set in one pass. Its memory depends on the columns and the limits, not on the rows, and
 * its counts do not depend on how the rows are split into chunks and parts.
 */
export class Profiler {
  readonly #schema: ProfileSchema | null;
  readonly #types: ReadonlyMap<string, DeclaredType>;
  readonly #nanIsMissing: boolean;
  readonly #limits: ProfileLimits;
  readonly #columns = new Map<string, ColumnProfiler>();
  readonly #buffers: Buffers = {
    numbers: new Float64Array(BLOCK_ROWS),
    kinds: new Float64Array(7),
    codes: new Uint32Array(256),
  };
  #rows = 0;

  constructor(options: ProfilerOptions = {}) {
    this.#schema = options.schema ?? null;
    this.#types = options.types ?? new Map();
    this.#nanIsMissing = options.nanIsMissing ?? false;
    this.#limits = { ...(this.#schema?.limits ?? DEFAULT_LIMITS), ...options.limits };
  }

  /** Adds the rows of a chunk. Throws RangeError if a column is not as long as the chunk. */
  add(chunk: TableChunk): void {
    this.#rows += chunk.rows;
    for (const [name, column] of chunk.columns) {
      if (column.length !== chunk.rows) {
        throw new RangeError(
          `column ${JSON.stringify(name)} has ${column.length} cells in a chunk of ${chunk.rows} rows; they must be equal`,
        );
      }
      this.#columnOf(name).add(column, this.#buffers);
    }
  }

  /**
   * Adds the rows of a finished profile that was built with the same options. Merged parts equal the profile of all
   * their rows: exactly in all counts, up to rounding in moments and sums, within their rank error in sketches. Merging
   * is associative and, except for the order of the columns, commutative. Throws ProfileMergeError if the part was
   * built with other options.
   */
  absorb(part: Profile): void {
    this.#rows += part.rows;
    for (const column of part.columns) this.#columnOf(column.name).absorb(column);
  }

  finish(): Profile {
    return this.#finish(false);
  }

  /**
   * The same to be absorbed: numbers within rounding of a baseline's value are still apart from it, so that what parts
   * of any size are merged to is counted as if it had been read at once.
   */
  part(): Profile {
    return this.#finish(true);
  }

  #finish(isPart: boolean): Profile {
    const columns = Array.from(this.#columns.values(), (column) =>
      column.finish(this.#rows, this.#nanIsMissing, isPart),
    );
    return { version: PROFILE_VERSION, rows: this.#rows, columns };
  }

  #columnOf(name: string): ColumnProfiler {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = new ColumnProfiler(name, this.#schemaOf(name), this.#limits);
      this.#columns.set(name, column);
    }
    return column;
  }

  #schemaOf(name: string): ColumnSchema | null {
    const known = this.#schema?.columns.get(name);
    if (known !== undefined) return known;
    const type = this.#types.get(name);
    return type === undefined ? null : schemaOfType(type);
  }
}
