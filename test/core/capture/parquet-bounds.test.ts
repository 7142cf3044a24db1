import type { FileMetaData } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { rowsProblem } from '../../../lambdas/core/capture/tables/parquet-groups.ts';
import { checkPages, type Leaf } from '../../../lambdas/core/capture/tables/parquet-pages.ts';

const MEBIBYTE = 1024 * 1024;

describe('the rows of a row group', () => {
  const withRows = (...groups: number[]) => {
    const sum = groups.reduce((rows, group) => rows + group, 0);
    const row_groups = groups.map((rows) => ({ num_rows: BigInt(rows) }));
    return { num_rows: BigInt(sum), row_groups } as unknown as FileMetaData;
  };

  it('may be as many in each row group as pyarrow writes at most', () => {
    expect(rowsProblem(withRows(64 * MEBIBYTE, 64 * MEBIBYTE))).toBeNull();
  });

  it('may not be more, or negative', () => {
    expect(rowsProblem(withRows(1, 64 * MEBIBYTE + 1))).toBe(
      'one of its row groups has 67108865 rows: the file is damaged',
    );
    expect(rowsProblem(withRows(3, -1))).toBe('one of its row groups has -1 rows: the file is damaged');
  });
});

describe('the bytes of a page, unpacked', () => {
  /** A page of one value, as Thrift's compact protocol writes its header, and four bytes. */
  const pageOf = (unpacked: number) => {
    const header = [0x15, ...zigzag(0), 0x15, ...zigzag(unpacked), 0x15, ...zigzag(4)];
    const values = [0x2c, 0x15, ...zigzag(1), 0x15, ...zigzag(0), 0x15, ...zigzag(3), 0x15, ...zigzag(3), 0, 0];
    return Uint8Array.from([...header, ...values, 1, 2, 3, 4]).buffer;
  };
  const check = (unpacked: number, total: number) => {
    const metadata = { codec: 'GZIP', total_uncompressed_size: BigInt(total) };
    const shape = { isBoolean: false, typeLength: undefined, maxDefinition: 0, maxRepetition: 0, values: 1 };
    return () => checkPages(pageOf(unpacked), { ...shape, metadata } as unknown as Leaf);
  };

  it('may be up to 64 MiB if the page says so, whatever the size of the column', () => {
    expect(check(64 * MEBIBYTE, 4)).not.toThrow();
    expect(check(64 * MEBIBYTE + 1, 4)).toThrow(
      'a page says that it has 67108865 bytes, at most 67108864 are accepted',
    );
  });

  it('may not exceed the size of the column beyond that', () => {
    expect(check(80 * MEBIBYTE, 80 * MEBIBYTE)).not.toThrow();
    expect(check(80 * MEBIBYTE + 1, 80 * MEBIBYTE)).toThrow('at most 83886080 are accepted');
  });
});

/** A whole number from 0 on, in zigzag and LEB128. */
function zigzag(value: number): number[] {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
