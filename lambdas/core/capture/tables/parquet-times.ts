import { type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import type { DataSource } from '../../ports.ts';
import type { KnownFile } from '../known-file.ts';
import { SourceBuffer } from './parquet.ts';
import { codecProblems } from './parquet-codecs.ts';
import { chooseColumns } from './parquet-columns.ts';
import { rowsProblem } from './parquet-groups.ts';
import { columnReadings, PARSERS } from './parquet-values.ts';

/** Bytes of the end of a file that are read first. Most footers fit; for larger ones the rest follows. */
const FIRST_BYTES = 8192;

/**
 * What the footer of a Parquet file says of it, if its statistics have the time of every row: the column of times is declared as dates
 * or timestamps, and no row lacks one. null: the file has to be read to be known. Throws errors of the source.
 *
 * @param required Columns without which the file is rejected as a whole.
 */
export async function timesInFooter(
  source: DataSource,
  time: string,
  required: readonly string[],
): Promise<KnownFile | null> {
  const file = new SourceBuffer(source);
  try {
    const options = { parsers: PARSERS, initialFetchSize: FIRST_BYTES, geoparquet: false };
    const metadata = await parquetMetadataAsync(file, options);
    return readFooter(metadata, source.uri, time, required);
  } catch (error) {
    if (file.failed) throw error;
    // Reading the file says what is wrong with it.
    return null;
  }
}

function readFooter(metadata: FileMetaData, uri: string, time: string, required: readonly string[]): KnownFile | null {
  const all = chooseColumns(metadata, { columns: null }, uri);
  const names = all.map(({ name }) => name);
  const column = all.find(({ name, pick }) => name === time && pick === null);
  const isReadable = rowsProblem(metadata) === null && codecProblems(metadata).size === 0;
  if (column === undefined || !isReadable || required.some((name) => !names.includes(name))) return null;
  if (columnReadings(metadata, [column]).get(time)?.form !== 'time') return null;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { columns } of metadata.row_groups) {
    const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === time);
    const { min_value: min, max_value: max, null_count: missing } = chunk?.meta_data?.statistics ?? {};
    if (typeof min !== 'number' || typeof max !== 'number' || missing !== 0n || !(min <= max)) return null;
    first = Math.min(first, min);
    last = Math.max(last, max);
  }
  const rows = Number(metadata.num_rows);
  return first > last ? null : { span: [first, last], records: rows, rows, rejected: null, columns: [names] };
}
