import { readFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { UnreadableFileError } from '../../../lambdas/core/capture/read-dataset.ts';
import { readTable } from './dataset-reading.ts';
import { failingSource, sourceOf } from './memory-source.ts';

const folder = new URL('reference/', import.meta.url);
const bytesOf = (name: string) => readFileSync(new URL(name, folder));
const SPELLED = new Map<unknown, number>([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);
const EXPECTED: [string, unknown[]][] = JSON.parse(bytesOf('parquet-expected.json').toString('utf8'));
const expected = EXPECTED.map(([name, values]) => [name, values.map((value) => SPELLED.get(value) ?? value)] as const);

describe('Parquet', () => {
  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])('written by pyarrow, %s', async (codec) => {
    const { columns, rows, chunkRows, summary } = await readTable(
      sourceOf(bytesOf(`${codec}.parquet`), { uri: 'data.parquet' }),
    );
    expect(rows).toBe(40);
    expect(chunkRows).toEqual([16, 16, 8]);
    expect(summary).toMatchObject({ records: 40, rows: 40, rejected: { records: 0 } });
    expect([...columns.keys()]).toEqual(expected.map(([name]) => name));
    for (const [name, values] of expected) expect([name, columns.get(name)]).toEqual([name, values]);
  });

  it.each(['1', '2'])('written by pyarrow in other encodings, page version %s', async (version) => {
    const { columns, summary } = await readTable(
      sourceOf(bytesOf(`encodings-v${version}.parquet`), { uri: 'data.parquet' }),
    );
    const rows = Array.from({ length: 40 }, (_, i) => i);
    expect(summary.rejected.records).toBe(0);
    expect(Object.fromEntries(columns)).toEqual({
      plain: rows.map((i) => (i % 4 === 0 ? null : i)),
      lengths: rows.map((i) => (i % 3 === 0 || i % 5 === 0 ? null : 'x'.repeat(i % 5))),
      prefixes: rows.map((i) => `depot/${Math.floor(i / 10)}/${'y'.repeat(i % 5)}${i}`),
      some: rows.map((i) => (i % 7 === 0 ? null : `depot/${Math.floor(i / 10)}`)),
      fixed: rows.map((i) => i / 4),
      deltas: rows.map((i) => (i % 5 === 0 ? null : i * i)),
    });
  });

  it('reads only the wanted columns', async () => {
    const bytes = bytesOf('zstd.parquet');
    let read = 0;
    const source = sourceOf(bytes, { uri: 'data.parquet' });
    const counted = {
      ...source,
      slice: (start: number, end: number) => {
        if (end < bytes.length) read += end - start;
        return source.slice(start, end);
      },
    };
    const { columns } = await readTable(counted, { columns: ['text', '__proto__', 'absent'] });
    expect([...columns.keys()].toSorted()).toEqual(['__proto__', 'text']);
    expect(columns.get('text')).toEqual(expected.find(([name]) => name === 'text')![1]);
    expect(read).toBeLessThan(bytes.length / 2);
  });

  it('keeps every digit of a 64-bit id that is read as text', async () => {
    const { columns } = await readTable(sourceOf(bytesOf('none.parquet'), { uri: 'data.parquet' }), {
      columns: ['int64'],
      texts: ['int64'],
    });
    expect(columns.get('int64')!.slice(0, 2)).toEqual(['9007199254740993', '9007199254740994']);
  });

  it('is cut into chunks inside row groups', async () => {
    const { columns, chunkRows } = await readTable(sourceOf(bytesOf('none.parquet'), { uri: 'data.parquet' }), {
      chunkRows: 7,
    });
    expect(chunkRows).toEqual([7, 7, 2, 7, 7, 2, 7, 1]);
    expect(columns.get('double')).toEqual(expected[0][1]);
  });

  it('reads 10,000 columns', async () => {
    const columnData = Array.from({ length: 10_000 }, (_, i) => ({
      name: `column ${i}`,
      data: [i, i + 1],
      type: 'INT32' as const,
    }));
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }));
    const { columns } = await readTable(sourceOf(bytes, { uri: 'data.parquet' }));
    expect(columns.size).toBe(10_000);
    expect(columns.get('column 9999')).toEqual([9999, 10_000]);
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('a,b\n1,2\n'.repeat(10))],
    ['a cut file', bytesOf('none.parquet').subarray(0, 9000)],
  ])('refuses %s', async (_, bytes) => {
    const reading = readTable(sourceOf(bytes, { uri: 'data.parquet' }));
    await expect(reading).rejects.toThrow(UnreadableFileError);
    await expect(reading).rejects.toThrow('data.parquet');
  });

  it('leaves out a column that it cannot read, with one rejection, and reads the others', async () => {
    const { columns, rows, summary } = await readTable(sourceOf(damaged(), { uri: 'data.parquet' }));
    expect(rows).toBe(40);
    expect(columns.has('double')).toBe(false);
    expect(columns.get('text')).toEqual(expected.find(([name]) => name === 'text')![1]);
    const unreadable = summary.rejected.samples.map(({ reason, detail }) => `${reason}: ${detail}`);
    expect(unreadable[0]).toMatch(/^unreadable-column: the column "double" cannot be read: /);
    expect(summary.records).toBe(40 + summary.rejected.records);
  });

  it('refuses a file whose damaged column is named', async () => {
    const reading = readTable(sourceOf(damaged(), { uri: 'data.parquet' }), { named: ['double'] });
    await expect(reading).rejects.toThrow('data.parquet: the column "double" cannot be read');
    await expect(readTable(sourceOf(damaged(), { uri: 'data.parquet' }), { columns: ['double'] })).rejects.toThrow(
      UnreadableFileError,
    );
  });

  it('reads a field of a struct by its dots alone', async () => {
    const { columns } = await readTable(sourceOf(bytesOf('lz4.parquet'), { uri: 'data.parquet' }), {
      columns: ['struct.a', 'a.b'],
    });
    expect(columns.get('struct.a')).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(columns.get('a.b')).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('throws what the source throws', async () => {
    const error = new Error('access denied');
    await expect(readTable(failingSource(bytesOf('none.parquet'), error, 'data.parquet'))).rejects.toBe(error);
  });
});

function damaged(): Buffer {
  const bytes = Buffer.from(bytesOf('gzip.parquet'));
  bytes.fill(0xff, 4, 400);
  return bytes;
}

describe('a footer with more rows than the row groups', () => {
  it('makes the file unreadable', async () => {
    const rows = 77;
    const data = Array.from({ length: rows }, (_, row) => row);
    const bytes = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'a', data, type: 'INT32' }] }));
    // The third field of the footer, 64 bits: 154 is 77 in zigzag.
    const at = bytes.indexOf(Buffer.from([0x16, 0x9a, 0x01]), bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8));
    bytes[at + 1] = 0x9c;
    await expect(readTable(sourceOf(bytes, { uri: 'cut.parquet' }))).rejects.toThrow(
      'its footer says 78 rows, its row groups have 77: the file is cut or damaged',
    );
  });
});
