import { TABLE_FORMATS, type TableFormat } from '../capture-formats.ts';
import { readCsv } from './csv.ts';
import { readJsonLines } from './jsonl.ts';
import { readParquet } from './parquet.ts';
import { withPartitions } from './partitions.ts';
import type { TableReader } from './reader.ts';

/** The reader of each plain format. A new format is a file and a line here, and its extensions below. */
export const TABLE_READERS: Readonly<Record<TableFormat, TableReader>> = {
  csv: withPartitions(readCsv),
  jsonl: withPartitions(readJsonLines),
  parquet: withPartitions(readParquet),
};

const EXTENSIONS = new Map<string, TableFormat>([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'jsonl'],
  ['parquet', 'parquet'],
  ['pq', 'parquet'],
]);

/** A file's name does not determine its format. */
export class UnknownFormatError extends Error {
  override readonly name = 'UnknownFormatError';
  readonly uri: string;
  constructor(uri: string) {
    super(
      `${uri}: the name does not show the format; accepted are the extensions .csv, .tsv, .jsonl, .ndjson and .json, also with .gz, ` +
        `.parquet and .pq, or set the format: ${TABLE_FORMATS.join(', ')}`,
    );
    this.uri = uri;
  }
}

/** The format by the file's extension, without `.gz`. Throws {@link UnknownFormatError}. */
export function formatOf(uri: string): TableFormat {
  const extension = /\.([a-z]+)(?:\.gz)?$/i.exec(uri)?.[1].toLowerCase();
  const format = extension === undefined ? undefined : EXTENSIONS.get(extension);
  if (format === undefined) throw new UnknownFormatError(uri);
  return format;
}
