import type { ColumnMetaData, CompressionCodec, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { COMPRESSORS } from './parquet-codecs.ts';
import { checkLengths, checkPrefixes } from './parquet-lengths.ts';
import { type Cursor, walkDeltas, walkRuns } from './parquet-runs.ts';
import { decompressSnappy } from './snappy.ts';

/** The largest accepted page, unless the metadata says that the column is larger. */
const LARGEST_UNSAID_PAGE = 64 * 1024 * 1024;

/** A column of plain values in a row group, which may be a field of a struct or list. */
export interface Leaf {
  readonly metadata: ColumnMetaData;
  readonly isBoolean: boolean;
  /** The length in bytes of a value of fixed length. */
  readonly typeLength: number | undefined;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  /** The number of values in the row group, including nulls. */
  readonly values: number;
}

type Decompress = (bytes: Uint8Array, length: number) => Uint8Array;

/**
 * Checks a column chunk before it is decoded: its pages must lie inside it, hold as many values as the file says, and
 * their runs must end. Returns a function that decompresses the pages in order and checks each of them.
 *
 * @throws RangeError
 */
export function checkPages(chunk: ArrayBuffer, leaf: Leaf): Decompress {
  const reader = { view: new DataView(chunk), offset: 0 };
  const { codec, total_uncompressed_size } = leaf.metadata;
  const largest = Math.max(Number(total_uncompressed_size), LARGEST_UNSAID_PAGE);
  const packed: PageHeader[] = [];
  let values = 0;
  while (values < leaf.values && reader.offset < chunk.byteLength - 1) {
    const header = parquetHeader(reader) as PageHeader;
    const { compressed_page_size: size, uncompressed_page_size: unpacked } = header;
    if (!isCount(size) || size > chunk.byteLength - reader.offset)
      throw new RangeError('a page ends after the end of its column');
    if (!isCount(unpacked) || unpacked > largest) {
      throw new RangeError(`a page says that it has ${unpacked} bytes, at most ${largest} are accepted`);
    }
    const bytes = new Uint8Array(chunk, reader.offset, size);
    reader.offset += size;
    const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
    const page = header.type === 'DATA_PAGE' ? v1 : header.type === 'DATA_PAGE_V2' ? v2 : dictionary;
    if (page === undefined || !isCount(page.num_values)) throw new RangeError('a page has no header');
    if (header.type !== 'DICTIONARY_PAGE') values += page.num_values;
    if (values > leaf.values) throw new RangeError(`its pages have more than ${leaf.values} values`);
    if (header.type === 'DATA_PAGE_V2') {
      const levels = checkLevelsV2(bytes, header, leaf);
      if (v2!.is_compressed === false) {
        checkValues({ bytes: bytes.subarray(levels), at: 0 }, header, leaf, v2!.num_nulls);
      } else packed.push(header);
    } else packed.push(header);
  }
  if (values !== leaf.values) throw new RangeError(`its pages have ${values} of ${leaf.values} values`);
  const unpack = decompressor(codec);
  let next = 0;
  return (bytes, length) => {
    const header = packed[next++];
    const page = alone(unpack(bytes, length));
    if (header.type !== 'DICTIONARY_PAGE') checkPage(page, header, leaf);
    return page;
  };
}

function checkPage(bytes: Uint8Array, header: PageHeader, leaf: Leaf): void {
  const cursor = { bytes, at: 0 };
  if (header.type === 'DATA_PAGE_V2') {
    checkValues(cursor, header, leaf, header.data_page_header_v2!.num_nulls);
    return;
  }
  const count = header.data_page_header!.num_values;
  walkSized(cursor, leaf.maxRepetition, count);
  const defined = walkSized(cursor, leaf.maxDefinition, count);
  checkValues(cursor, header, leaf, count - defined);
}

/** Walks levels that follow their length. Returns how many of them equal `highest`. */
function walkSized(cursor: Cursor, highest: number, count: number): number {
  if (highest === 0) return count;
  const { bytes, at } = cursor;
  if (at + 4 > bytes.length) throw new RangeError('its levels end after the end of their page');
  const end = at + 4 + new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
  if (end > bytes.length) throw new RangeError('its levels end after the end of their page');
  const levels = { bytes: bytes.subarray(0, end), at: at + 4 };
  const found = walkRuns(levels, bitWidth(highest), count, highest);
  cursor.at = end;
  return found;
}

/** Checks the levels of a version 2 page. Returns their size in bytes. */
function checkLevelsV2(bytes: Uint8Array, header: PageHeader, leaf: Leaf): number {
  const page = header.data_page_header_v2!;
  const { num_values: count, num_nulls: nulls } = page;
  const repetition = page.repetition_levels_byte_length;
  const definition = page.definition_levels_byte_length;
  const size = repetition + definition;
  const isInside = isCount(repetition) && isCount(definition) && size <= bytes.length;
  if (!isInside || size > header.uncompressed_page_size)
    throw new RangeError('its levels end after the end of their page');
  if (!isCount(nulls) || nulls > count) throw new RangeError(`a page of ${count} values says that ${nulls} are null`);
  const { maxRepetition, maxDefinition } = leaf;
  if (maxRepetition > 0) walkRuns({ bytes: bytes.subarray(0, repetition), at: 0 }, bitWidth(maxRepetition), count);
  if (maxDefinition > 0) {
    const levels = { bytes: bytes.subarray(0, size), at: repetition };
    const defined = walkRuns(levels, bitWidth(maxDefinition), count, maxDefinition);
    if (defined !== count - nulls)
      throw new RangeError(`a page says that ${nulls} values are null, ${count - defined} are`);
  }
  return size;
}

function checkValues(cursor: Cursor, header: PageHeader, leaf: Leaf, nulls: number): void {
  const page = header.data_page_header ?? header.data_page_header_v2!;
  const count = page.num_values - nulls;
  if (count === 0) return;
  switch (page.encoding) {
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
    case 'RLE': {
      // Booleans have one bit each and follow their length.
      if (leaf.isBoolean) cursor.at += 4;
      const width = leaf.isBoolean ? 1 : cursor.bytes[cursor.at++];
      if (width > 0) walkRuns(cursor, width, count);
      break;
    }
    case 'DELTA_BINARY_PACKED':
      walkDeltas(cursor, count);
      break;
    case 'DELTA_LENGTH_BYTE_ARRAY':
      checkLengths(cursor, { count, fixedLength: fixedLengthOf(leaf) });
      break;
    case 'DELTA_BYTE_ARRAY':
      checkPrefixes(cursor, { count, fixedLength: fixedLengthOf(leaf) });
      break;
    case 'PLAIN':
      checkPlain(cursor, count, leaf);
      break;
    default:
  }
}

const WIDTHS: Readonly<Record<string, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12, BOOLEAN: 1 / 8 };

function fixedLengthOf({ metadata, typeLength }: Leaf): number | undefined {
  return metadata.type === 'FIXED_LEN_BYTE_ARRAY' ? typeLength : undefined;
}

function checkPlain({ bytes, at }: Cursor, count: number, { metadata, typeLength }: Leaf): void {
  const width = metadata.type === 'FIXED_LEN_BYTE_ARRAY' ? typeLength : WIDTHS[metadata.type];
  let end = at + Math.ceil(count * (width ?? 0));
  if (metadata.type === 'BYTE_ARRAY') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) end += 4 + view.getUint32(end, true);
  }
  if (!(end <= bytes.length)) throw new RangeError('its values end after the end of their page');
}

/**
 * Copies bytes that are part of a larger buffer. The decoder can read past the end of a page, up to the end of its
 * buffer, where other pages are and, in buffers that Node allocates, unrelated data.
 */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

function decompressor(codec: CompressionCodec): Decompress {
  if (codec === 'UNCOMPRESSED') return (bytes) => bytes;
  if (codec === 'SNAPPY') return decompressSnappy;
  return COMPRESSORS[codec]!;
}

function bitWidth(highest: number): number {
  return 32 - Math.clz32(highest);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
