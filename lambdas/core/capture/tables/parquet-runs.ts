/**
 * Parquet's runs (RLE and bit-packing) and delta headers are walked before they are decoded. The decoder trusts their
 * counts, so with wrong ones it would write past the end of its arrays or never stop.
 *
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */

/** The most padding after the last values: values come in groups of eight, and Arrow writes runs of 63 groups. */
const PADDING = 512;

/** A position in the bytes of a page. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/**
 * Walks the runs of `count` values. Returns how many of them equal `wanted`, if it is given.
 *
 * @throws RangeError
 */
export function walkRuns(cursor: Cursor, width: number, count: number, wanted?: number): number {
  const { bytes } = cursor;
  if (width > 32) throw new RangeError(`its values have ${width} bits, at most 32 are allowed`);
  const valueBytes = (width + 7) >> 3;
  let seen = 0;
  let found = 0;
  while (seen < count) {
    const header = readVarint(cursor);
    const isPacked = header % 2 === 1;
    const size = isPacked ? Math.floor(header / 2) * 8 : header / 2;
    if (size > count - seen + (isPacked ? PADDING : 0)) {
      throw new RangeError(`a run of ${size} values begins where ${count - seen} are left`);
    }
    if (isPacked) {
      if (wanted !== undefined) found += countPacked(bytes, cursor.at, width, Math.min(size, count - seen), wanted);
      // Some writers truncate the last group.
      cursor.at = Math.min(bytes.length, cursor.at + (size / 8) * width);
    } else {
      if (cursor.at + valueBytes > bytes.length) throw new RangeError('a run ends after the end of its page');
      if (wanted !== undefined && readValue(bytes, cursor.at, valueBytes) === wanted) found += size;
      cursor.at += valueBytes;
    }
    seen += size;
  }
  return found;
}

function countPacked(bytes: Uint8Array, at: number, width: number, count: number, wanted: number): number {
  let found = 0;
  for (let i = 0, bit = 0; i < count; i++, bit += width) {
    let value = 0;
    for (let j = 0; j < width; j++) value |= ((bytes[at + ((bit + j) >> 3)] >> ((bit + j) & 7)) & 1) << j;
    if (value === wanted) found++;
  }
  return found;
}

function readValue(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[at + i];
  return value;
}

/** An unsigned LEB128 number of at most 32 bits. */
function readVarint(cursor: Cursor): number {
  const { bytes } = cursor;
  let value = 0;
  for (let scale = 1; scale < 2 ** 35; scale *= 128) {
    if (cursor.at >= bytes.length) throw new RangeError('its values end after the end of their page');
    const byte = bytes[cursor.at++];
    value += (byte & 127) * scale;
    if (byte < 128) break;
  }
  if (value >= 2 ** 32) throw new RangeError('a length is out of range');
  return value;
}

/** Walks the blocks of `count` delta-encoded values. Throws RangeError. */
export function walkDeltas(cursor: Cursor, count: number): void {
  const { bytes } = cursor;
  const blockSize = readVarint(cursor);
  const miniblocks = readVarint(cursor);
  readVarint(cursor);
  skipVarint(cursor);
  const perMiniblock = blockSize / miniblocks;
  if (!(miniblocks > 0 && perMiniblock > 0 && perMiniblock % 8 === 0)) {
    throw new RangeError(`blocks of ${blockSize} values in ${miniblocks} parts are not allowed`);
  }
  for (let seen = 1; seen < count; ) {
    skipVarint(cursor);
    const widths = cursor.at;
    cursor.at += miniblocks;
    for (let i = 0; i < miniblocks && seen < count; i++, seen += perMiniblock) {
      const width = bytes[widths + i];
      if (!(width <= 64)) throw new RangeError('its deltas are damaged');
      cursor.at += (perMiniblock / 8) * width;
    }
  }
}

function skipVarint(cursor: Cursor): void {
  for (let length = 1; ; length++) {
    if (cursor.at >= cursor.bytes.length || length > 10)
      throw new RangeError('its values end after the end of their page');
    if (cursor.bytes[cursor.at++] < 128) return;
  }
}
