import { readFileSync } from 'node:fs';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { walkDeltas, walkRuns } from '../../../lambdas/core/capture/tables/parquet-runs.ts';
import { decompressSnappy } from '../../../lambdas/core/capture/tables/snappy.ts';
import { readTable } from './dataset-reading.ts';
import { sourceOf } from './memory-source.ts';

const folder = new URL('reference/', import.meta.url);
const read = (bytes: Uint8Array, options = {}) => readTable(sourceOf(bytes, { uri: 'data.parquet' }), options);

/** An uncompressed file with two columns of 100 rows, and where their pages begin. */
function twoColumns() {
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const written = parquetWriteBuffer({
    codec: 'UNCOMPRESSED',
    columnData: [
      { name: 'number', data: numbers, type: 'INT32', encoding: 'PLAIN', nullable: false },
      {
        name: 'text',
        data: numbers.map((i) => `t${i % 5}`),
        type: 'STRING',
        encoding: 'RLE_DICTIONARY',
        nullable: false,
      },
      { name: 'whole', data: numbers, type: 'DOUBLE', nullable: false },
    ],
  });
  const bytes = new Uint8Array(written);
  const starts = parquetMetadata(written).row_groups[0].columns.map(({ meta_data }) =>
    Number(meta_data!.dictionary_page_offset || meta_data!.data_page_offset),
  );
  return { bytes, starts, numbers };
}

describe('damaged Parquet', () => {
  it('leaves out the columns whose page headers are damaged, several at once', async () => {
    const { bytes, starts, numbers } = twoColumns();
    // A header that ends at once: without a size of its page a reader goes nowhere.
    for (const start of starts.slice(0, 2)) bytes[start] = 0;
    const { columns, rows, summary } = await read(bytes);
    expect(rows).toBe(100);
    expect([...columns]).toEqual([['whole', numbers]]);
    expect(summary.rejected.byReason).toEqual([{ reason: 'unreadable-column', count: 2 }]);
    await expect(read(bytes, { named: ['text'] })).rejects.toThrow('the column "text" cannot be read: a page');
  });

  it.each([
    ['a page longer than its column', (bytes: Uint8Array, at: number) => bytes.fill(0xff, at + 1, at + 5)],
    ['a column of zeros', (bytes: Uint8Array, at: number) => bytes.fill(0, at, at + 40)],
  ])('is never read as values: %s', async (_, damage) => {
    const { bytes, starts, numbers } = twoColumns();
    damage(bytes, starts[0]);
    const { columns } = await read(bytes);
    expect(columns.has('number')).toBe(false);
    expect(columns.get('whole')).toEqual(numbers);
  });

  it('never shows memory after the end of a page', async () => {
    const { bytes, starts } = twoColumns();
    // Says that it is of doubles, in schema and column alike; the page holds half as many bytes.
    const footer = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const name = text.indexOf('number', footer);
    const path = text.indexOf('number', name + 1);
    expect([starts.length, name > footer, path > name]).toEqual([3, true, true]);
    // The type stands before the name: in the schema as its first field, in the column before encodings and path.
    const types = [text.lastIndexOf('\x15\x02', name), text.lastIndexOf('\x15\x02', path)];
    for (const at of types) bytes[at + 1] = 10;
    const { columns, summary } = await read(bytes);
    expect(columns.has('number')).toBe(false);
    expect(summary.rejected.samples[0].detail).toContain('its values end after the end of their page');
  });

  it('is read or rejected, whichever byte is changed', async () => {
    const { bytes } = twoColumns();
    const refused: string[] = [];
    for (let at = 0; at < bytes.length; at += 3) {
      for (const value of [0, 0x7f, 0xff]) {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = value;
        const name = await read(damaged).then(
          () => '',
          (error) => error.name,
        );
        if (name !== '') refused.push(name);
      }
    }
    expect(refused.length).toBeGreaterThan(10);
    expect(new Set(refused)).toEqual(new Set(['UnreadableFileError']));
  });
});

describe('runs', () => {
  const walk = (bytes: number[], width: number, count: number, wanted?: number) =>
    walkRuns({ bytes: Uint8Array.from(bytes), at: 0 }, width, count, wanted);

  it('are counted, repeated and packed ones', () => {
    // Three times 1, then the eight bits 1 0 1 1 0 0 0 0 of which five count.
    expect(walk([6, 1, 3, 0b00001101], 1, 8, 1)).toBe(6);
    // The packed example of the specification: 0 to 7 in three bits each.
    expect(walk([3, 0b10001000, 0b11000110, 0b11111010], 3, 8, 5)).toBe(1);
  });

  it.each([
    ['a repetition of more than there are', [0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1],
    ['2^31 packed values of no bits', [0xff, 0xff, 0xff, 0xff, 0x0f], 0],
    ['no end', [2], 8],
    ['an endless number', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1], 1],
    ['too many bits', [2, 1], 33],
  ])('are refused with %s', (_, bytes, width) => {
    expect(() => walk(bytes, width, 10)).toThrow(RangeError);
  });

  it.each([
    ['no parts', [128, 1, 0, 5, 2]],
    ['parts of no values', [0, 4, 5, 2]],
    ['parts of two values', [8, 4, 5, 2]],
    ['no end', [128, 1, 4, 5, 2]],
    ['100 bits', [128, 1, 4, 5, 2, 1, 100, 100, 100, 100]],
  ])('of deltas are refused with %s', (_, bytes) => {
    expect(() => walkDeltas({ bytes: Uint8Array.from(bytes), at: 0 }, 5)).toThrow(RangeError);
  });
});

describe('Snappy', () => {
  const unpack = (bytes: number[], length: number) => [...decompressSnappy(Uint8Array.from(bytes), length)];

  it('copies a repetition that is longer than its source', () => {
    expect(unpack([6, 1 << 2, 7, 8, 1, 2], 6)).toEqual([7, 8, 7, 8, 7, 8]);
    expect(unpack([0], 0)).toEqual([]);
  });

  it('decompresses files of pyarrow to the values of the uncompressed file', async () => {
    const [packed, plain] = await Promise.all(
      ['snappy', 'none'].map((name) => read(readFileSync(new URL(`${name}.parquet`, folder)))),
    );
    expect(packed.columns).toEqual(plain.columns);
  });

  it.each([
    ['a literal longer than the data', [4, 63 << 2, 0xfb, 0xff, 0xff, 0xff, 1, 2, 3, 4]],
    ['a copy from before the start', [4, 0, 7, 1, 2]],
    ['a copy from nowhere', [4, 0, 7, 1, 0]],
    ['less than it says', [4, 0, 7]],
    ['more than it says', [4, 7 << 2, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['a copy cut short', [4, 0, 7, 2, 1]],
  ])('is refused with %s', (_, bytes) => {
    expect(() => unpack(bytes, 4)).toThrow('its snappy data is damaged');
  });
});
