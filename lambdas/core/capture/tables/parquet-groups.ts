import {
  type AsyncBuffer,
  type ColumnChunk,
  type ColumnData,
  type CompressionCodec,
  type Compressors,
  type FileMetaData,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { assembleAsync, readRowGroup } from 'hyparquet/src/rowgroup.js';
import { checkPages, type Leaf } from './parquet-pages.ts';
import { type ByteRange, FetchedRanges, fetchRanges, rangeOfChunk } from './parquet-ranges.ts';
import { PARSERS } from './parquet-values.ts';

/** No writer makes larger row groups. pyarrow allows exactly this many rows. */
const MAX_GROUP_ROWS = 64 * 1024 * 1024;

/** A top-level column. */
interface Top {
  readonly node: SchemaTree;
  readonly schema: FileMetaData['schema'];
}

/** Why the numbers of rows in a footer are impossible. null if they are possible. */
export function rowsProblem({ num_rows, row_groups }: FileMetaData): string | null {
  let sum = 0n;
  for (const group of row_groups) {
    const rows = BigInt(group.num_rows);
    if (rows < 0n || rows > MAX_GROUP_ROWS) return `one of its row groups has ${rows} rows: the file is damaged`;
    sum += rows;
  }
  if (sum === BigInt(num_rows)) return null;
  return `its footer says ${num_rows} rows, its row groups have ${sum}: the file is cut or damaged`;
}

/** One row group. Its bytes are fetched first, then its columns are read one after the other. */
export class ParquetGroup {
  readonly #file: AsyncBuffer;
  readonly #metadata: FileMetaData;
  readonly #group: RowGroup;
  /** By name. Maps, because files can have tens of thousands of columns and each is looked up often. */
  readonly #tops: ReadonlyMap<string, Top>;
  readonly #chunks: ReadonlyMap<string, readonly ColumnChunk[]>;
  #fetched = new FetchedRanges([]);

  constructor(file: AsyncBuffer, metadata: FileMetaData, group: RowGroup) {
    this.#file = file;
    this.#metadata = metadata;
    this.#group = group;
    this.#tops = topsOf(metadata);
    this.#chunks = Map.groupBy(group.columns, ({ meta_data }) => meta_data?.path_in_schema[0] ?? '');
  }

  /** Fetches top-level columns. Columns with impossible offsets are left out, and reading them fails. */
  async fetch(tops: readonly string[]): Promise<void> {
    const ranges = tops.flatMap((top) => this.#rangeOf(top) ?? []);
    this.#fetched = await fetchRanges(this.#file, ranges);
  }

  /** Reads the values of a column that was fetched. Throws if it is damaged. */
  async read(top: string): Promise<readonly ColumnData[]> {
    const rows = Number(this.#group.num_rows);
    const { node, schema } = this.#topOf(top);
    const compressors: Compressors = {};
    const chunks = this.#chunksOf(top).map((chunk, i) => {
      const metadata = chunk.meta_data!;
      const { start, end } = rangeOfChunk(metadata, this.#file.byteLength);
      // Each chunk gets a codec of its own, because the order in which their pages are decompressed is not defined.
      const codec = `column ${i}` as CompressionCodec;
      compressors[codec] = checkPages(this.#fetched.slice(start, end), this.#leaf(metadata));
      return { columnMetadata: { ...metadata, codec }, range: { startByte: start, endByte: end } };
    });
    const metadata = { ...this.#metadata, schema };
    const file = {
      byteLength: this.#file.byteLength,
      slice: async (start: number, end?: number) => this.#fetched.slice(start, end!),
    };
    const plan = { rowGroup: this.#group, chunks, groupStart: 0, groupRows: rows, selectStart: 0, selectEnd: rows };
    const query = { metadata, rowStart: 0, fetches: [], groups: [plan] };
    const group = readRowGroup({ file, compressors, parsers: PARSERS }, query, plan);
    // Several fields may fail. Awaiting all of them leaves no unhandled rejection.
    await Promise.allSettled(group.asyncColumns.map(({ data }) => data));
    const pieces: ColumnData[] = [];
    for (const { data } of assembleAsync(group, parquetSchema(metadata), PARSERS).asyncColumns) {
      let rowStart = 0;
      for (const columnData of (await data).data) {
        pieces.push({ columnName: top, columnData, rowStart, rowEnd: rowStart + columnData.length });
        rowStart += columnData.length;
      }
    }
    const found = pieces.reduce((sum, { columnData }) => sum + columnData.length, 0);
    if (found !== rows) throw new RangeError(`it has ${found} values in a row group of ${rows} rows`);
    // null is a missing value, undefined one that the dictionary does not have.
    const hasHole = ({ columnData }: ColumnData) => Array.isArray(columnData) && columnData.includes(undefined);
    if (isFlat(node) && pieces.some(hasHole)) throw new RangeError('it has values that are not in its dictionary');
    return pieces;
  }

  #chunksOf(top: string) {
    const chunks = this.#chunks.get(top) ?? [];
    if (chunks.length === 0) throw new RangeError('a row group does not have it');
    if (chunks.some(({ file_path }) => file_path !== undefined)) throw new RangeError('it is in another file');
    return chunks;
  }

  /** The bytes from the first to the last of its parts. null if they are impossible. */
  #rangeOf(top: string): ByteRange | null {
    try {
      const parts = this.#chunksOf(top).map(({ meta_data }) => rangeOfChunk(meta_data!, this.#file.byteLength));
      return {
        start: Math.min(...parts.map(({ start }) => start)),
        end: Math.max(...parts.map(({ end }) => end)),
      };
    } catch {
      return null;
    }
  }

  #topOf(name: string): Top {
    const top = this.#tops.get(name);
    if (top === undefined) throw new RangeError('its schema does not have it');
    return top;
  }

  #leaf(metadata: Leaf['metadata']): Leaf {
    const [first, ...rest] = metadata.path_in_schema;
    let { node } = this.#topOf(first);
    let maxDefinition = 0;
    let maxRepetition = 0;
    for (const name of [null, ...rest]) {
      const child = name === null ? node : node.children.find(({ element }) => element.name === name);
      if (child === undefined) throw new RangeError('its schema does not have it');
      node = child;
      if (node.element.repetition_type !== 'REQUIRED') maxDefinition++;
      if (node.element.repetition_type === 'REPEATED') maxRepetition++;
    }
    const values = Number(metadata.num_values);
    const rows = Number(this.#group.num_rows);
    if (!(values >= 0 && values <= MAX_GROUP_ROWS) || (maxRepetition === 0 && values !== rows)) {
      throw new RangeError(`it has ${values} values in a row group of ${rows} rows`);
    }
    if (node.element.type !== metadata.type)
      throw new RangeError(`it is ${metadata.type}, its schema says ${node.element.type}`);
    return {
      metadata,
      isBoolean: metadata.type === 'BOOLEAN',
      typeLength: node.element.type_length,
      maxDefinition,
      maxRepetition,
      values,
    };
  }
}

/** The top-level columns of a schema, each with a schema of its own: the root, the column and its fields. */
function topsOf(metadata: FileMetaData): ReadonlyMap<string, Top> {
  const [root, ...below] = metadata.schema;
  const tops = new Map<string, Top>();
  let at = 0;
  for (const node of parquetSchema(metadata).children) {
    const schema = [{ ...root, num_children: 1 }, ...below.slice(at, at + node.count)];
    tops.set(node.element.name, { node, schema });
    at += node.count;
  }
  return tops;
}

function isFlat({ children, element }: SchemaTree): boolean {
  return children.length === 0 && element.repetition_type !== 'REPEATED';
}
