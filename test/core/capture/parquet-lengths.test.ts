import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { checkLengths, checkPrefixes } from '../../../lambdas/core/capture/tables/parquet-lengths.ts';
import { readTable } from './dataset-reading.ts';
import { sourceOf } from './memory-source.ts';

/** Unsigned LEB128. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value);

/** At most 33 numbers as DELTA_BINARY_PACKED: one block of 128 in four parts, the deltas of the first in 32 bits each. */
function deltas(numbers: readonly number[]): number[] {
  const steps = numbers.slice(1).map((number, i) => number - numbers[i]);
  const least = Math.min(0, ...steps);
  const head = [...varint(128), 4, ...varint(numbers.length), ...zigzag(numbers[0])];
  if (steps.length === 0) return head;
  const packed = Array.from({ length: 32 }, (_, i) => (steps[i] ?? least) - least);
  const bytes = packed.flatMap((step) => [step & 255, (step >> 8) & 255, (step >> 16) & 255, step >>> 24]);
  return [...head, ...zigzag(least), 32, 0, 0, 0, ...bytes];
}

const page = (...parts: readonly number[][]) => ({ bytes: Uint8Array.from(parts.flat()), at: 0 });
const letters = (count: number) => Array.from({ length: count }, (_, i) => 97 + i);
const texts = (count: number, fixedLength?: number) => ({ count, fixedLength });

describe('texts that share prefixes', () => {
  // abc, abd, ab, abxyz.
  const fits = [deltas([0, 2, 2, 2]), deltas([3, 1, 0, 3]), letters(7)];

  it('are accepted as far as the one before reaches', () => {
    expect(() => checkPrefixes(page(...fits), texts(4))).not.toThrow();
    expect(() => checkPrefixes(page(deltas([0]), deltas([0])), texts(1))).not.toThrow();
    // Behind the values of another page in the same bytes.
    const cursor = { bytes: Uint8Array.from([9, 9, ...fits.flat()]), at: 2 };
    expect(() => checkPrefixes(cursor, texts(4))).not.toThrow();
  });

  it.each<[string, number[], number[], number, RegExp]>([
    ['the first shares something', [1, 2], [3, 1], 4, /^a text shares 1 bytes with one of 0$/],
    ['one shares more than there is', [0, 4], [3, 1], 4, /^a text shares 4 bytes with one of 3$/],
    ['one shares more than the short one before has', [0, 1, 3], [3, 0, 1], 4, /^a text shares 3 bytes with one of 1$/],
    ['one shares less than nothing', [0, -1], [3, 1], 4, /^a text shares -1 bytes with one of 3$/],
    ['a rest is less than nothing', [0, 2], [3, -1], 4, /^a text has -1 bytes of its own$/],
    ['the rests go on behind the page', [0, 2], [3, 5], 7, /^its values end after the end of their page$/],
    [
      'they are larger than memory',
      [0, 2 ** 30],
      [2 ** 30, 1],
      7,
      /^the texts of a page have 2147483649 bytes, at most 1073741824 are read$/,
    ],
  ])('are refused where %s', (_, prefixes, rests, bytes, message) => {
    const damaged = page(deltas(prefixes), deltas(rests), letters(bytes));
    expect(() => checkPrefixes(damaged, texts(prefixes.length))).toThrow(message);
  });

  it('are of the length that the schema says', () => {
    const even = page(deltas([0, 2]), deltas([3, 1]), letters(4));
    expect(() => checkPrefixes({ ...even }, texts(2, 3))).not.toThrow();
    expect(() => checkPrefixes({ ...even }, texts(2, 4))).toThrow('a value has 3 bytes, its schema says 4');
  });
});

describe('texts after their lengths', () => {
  it('end inside the page', () => {
    expect(() => checkLengths(page(deltas([3, 0, 2]), letters(5)), texts(3))).not.toThrow();
  });

  it.each<[string, number[], RegExp]>([
    ['a length is less than nothing', [3, -1], /^a text has -1 bytes$/],
    ['they go on behind the page', [3, 3], /^its values end after the end of their page$/],
  ])('are refused where %s', (_, lengths, message) => {
    expect(() => checkLengths(page(deltas(lengths), letters(5)), texts(2))).toThrow(message);
  });
});

describe('a column with damaged prefixes', () => {
  const names = Array.from({ length: 30 }, (_, i) => `depot-${i % 3}-${i}`);

  function written() {
    const buffer = parquetWriteBuffer({
      codec: 'UNCOMPRESSED',
      columnData: [
        { name: 'depot', data: names, type: 'STRING', encoding: 'DELTA_BYTE_ARRAY', nullable: false },
        { name: 'whole', data: names.map((_, i) => i), type: 'DOUBLE', nullable: false },
      ],
    });
    const { meta_data } = parquetMetadata(buffer).row_groups[0].columns[0];
    const start = Number(meta_data!.data_page_offset);
    return { bytes: new Uint8Array(buffer), start, end: start + Number(meta_data!.total_compressed_size) };
  }

  const read = (bytes: Uint8Array, options = {}) => readTable(sourceOf(bytes, { uri: 'data.parquet' }), options);

  it('is read if it is undamaged', async () => {
    const { columns } = await read(written().bytes);
    expect(columns.get('depot')).toEqual(names);
  });

  it('is left out, makes the file unreadable, or shares bytes of earlier texts, whichever byte is changed', async () => {
    const { bytes, start, end } = written();
    let lost = 0;
    for (let at = start; at < end; at++) {
      for (const value of [0, 0x7f, 0xff, bytes[at] ^ 1, bytes[at] ^ 0x40]) {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = value;
        const found = await read(damaged).then(
          ({ columns }) => columns.get('depot') ?? null,
          () => null,
        );
        if (found === null) lost++;
        else expect(JSON.stringify(found), `byte ${at} is ${value}`).not.toContain('\\u0000\\u0000');
      }
    }
    expect(lost).toBeGreaterThan(50);
  });
});
