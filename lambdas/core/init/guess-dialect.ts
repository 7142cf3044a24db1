import type { TableFormat } from '../capture/spec.ts';
import { type Dialect, dialectOf } from '../capture/tables/dialect.ts';
import { UnreadableFileError } from '../capture/tables/reader.ts';
import { formatOf } from '../capture/tables/registry.ts';
import type { DataSource, ObjectStore } from '../ports.ts';
import type { Location } from '../sources.ts';
import { InitError } from './init-error.ts';
import { readTable, type SampledTable } from './read-table.ts';

/** How the text of a file is written, as far as it is given or its first rows show it. */
export interface GuessedDialect {
  readonly dialect: Dialect;
  /** The keys of the dialect that are guesses. */
  readonly guessed: readonly ('encoding' | 'decimal' | 'thousands')[];
}

interface GuessOptions {
  /** @default - by the name of the file */
  readonly format?: TableFormat | undefined;
  /** What a person has said of all files. It is never a guess. */
  readonly given: Dialect;
}

/**
 * Guesses the encoding and the decimal and thousands marks of files that are compared, as `init` does. Where the texts of one file can
 * be read in two ways, such as `1,234`, the marks of another one decide.
 */
export async function guessDialects(
  sources: readonly DataSource[],
  { format, given }: GuessOptions,
): Promise<GuessedDialect[]> {
  const tables: (SampledTable | null)[] = [];
  for (const source of sources) tables.push(await sampleOf(source, format ?? formatOf(source.uri), given));
  const certain = tables.find((table) => table !== null && table.numbers.marks !== null)?.numbers.marks ?? null;
  return tables.map((table) => {
    if (table === null) return { dialect: dialectOf(given), guessed: [] };
    const { encoding, numbers } = table;
    const marks = numbers.marks ?? (numbers.doubt === null ? null : certain);
    const guess: Dialect = {
      ...(given.encoding === undefined && encoding !== null && { encoding: encoding.encoding }),
      ...(given.decimal === undefined && given.thousands === undefined && marks),
    };
    const guessed = (['encoding', 'decimal', 'thousands'] as const).filter((key) => guess[key] !== undefined);
    return { dialect: { ...dialectOf(given), ...guess }, guessed };
  });
}

/** null: it cannot be read, which the comparison says better. */
async function sampleOf(
  source: DataSource,
  format: TableFormat,
  { encoding, delimiter }: Dialect,
): Promise<SampledTable | null> {
  try {
    return await readTable(source.uri, format, { open: () => locationOf(source), encoding }, { delimiter });
  } catch (error) {
    if (error instanceof InitError || error instanceof UnreadableFileError) return null;
    throw error;
  }
}

/** A location with one file, whatever its name. */
function locationOf({ uri, size, etag, stream, slice }: DataSource): Location {
  const only: Pick<ObjectStore, 'list' | 'stream' | 'slice'> = {
    async *list() {
      yield { key: 'file', size, etag: etag ?? '' };
    },
    stream: () => stream(),
    slice: (_key, start, end) => slice(start, end),
  };
  // Tables are read, and nothing is stored.
  return { store: only as ObjectStore, prefix: '', uriOf: () => uri };
}
