import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf, UnknownFormatError, UnreadableFileError } from '../../../lambdas/core/capture/read-dataset.ts';
import { rejections } from './capturing.ts';
import { readTable } from './dataset-reading.ts';
import { sourceOf } from './memory-source.ts';

describe('formatOf', () => {
  it.each([
    ['data.csv', 'csv'],
    ['s3://bucket/day.tsv', 'csv'],
    ['s3://b/2001/data.CSV.GZ', 'csv'],
    ['data.jsonl', 'jsonl'],
    ['data.ndjson.gz', 'jsonl'],
    ['data.json', 'jsonl'],
    ['data.parquet', 'parquet'],
    ['a.csv/part-0.pq', 'parquet'],
  ])('%s is %s', (uri, expected) => {
    expect(formatOf(uri)).toBe(expected);
  });

  it.each(['data', 'data.xlsx', 'data.gz', 'csv', 'data.csv.zip', 'data.csv/part-0'])('refuses %s', (uri) => {
    expect(() => formatOf(uri)).toThrow(UnknownFormatError);
    expect(() => formatOf(uri)).toThrow(uri);
  });
});

describe('CSV', () => {
  const uri = 'data.csv';

  it('reads numbers, texts and missing cells', async () => {
    const text = 'n,t,zip\n1,a,007\n1.0,,010\nNA, x ,\n';
    const { columns, summary } = await readTable(sourceOf(text, { uri }), { missing: ['NA'] });
    expect([...columns]).toEqual([
      ['n', [1, 1, null]],
      ['t', ['a', null, ' x ']],
      ['zip', ['007', '010', null]],
    ]);
    expect(summary).toMatchObject({ records: 3, rows: 3, rejected: { records: 0 } });
  });

  it.each<[string, string, [string, unknown[]][]]>([
    [
      'CRLF',
      'a,b\r\n1,2\r\n3,4\r\n',
      [
        ['a', [1, 3]],
        ['b', [2, 4]],
      ],
    ],
    [
      'both line ends',
      'a,b\n1,2\r\n3,4',
      [
        ['a', [1, 3]],
        ['b', [2, 4]],
      ],
    ],
    [
      'a byte order mark',
      '\ufeff"a",b\n1,2',
      [
        ['a', [1]],
        ['b', [2]],
      ],
    ],
    [
      'blank lines',
      '\na,b\n\n1,2\n\r\n3,4\n\n',
      [
        ['a', [1, 3]],
        ['b', [2, 4]],
      ],
    ],
    [
      'quoted newlines',
      'a,b\n"x\ny\r\nz",2\n3,4',
      [
        ['a', ['x\ny\r\nz', 3]],
        ['b', [2, 4]],
      ],
    ],
    [
      'a blank line inside quotes',
      'a,b\n"x\n\ny",2\n',
      [
        ['a', ['x\n\ny']],
        ['b', [2]],
      ],
    ],
    ['quotes inside quotes', 'a\n"say ""no"""\n', [['a', ['say "no"']]]],
    [
      'hostile names',
      '__proto__,constructor,"a.b","x\ny",\n1,2,3,4,5\n',
      [
        ['__proto__', [1]],
        ['constructor', [2]],
        ['a.b', [3]],
        ['x\ny', [4]],
        ['', [5]],
      ],
    ],
    ['a header alone', 'a,b\n', []],
    ['nothing', '', []],
  ])('reads %s', async (_, text, expected) => {
    for (const piece of [1, 3, 1000]) {
      const { columns, summary } = await readTable(sourceOf(text, { uri, piece }));
      expect([...columns]).toEqual(expected);
      expect(summary.rejected.records).toBe(0);
    }
  });

  it('names columns by position without a header', async () => {
    const { columns } = await readTable(sourceOf('1,2\n3,4', { uri }), { header: false });
    expect([...columns]).toEqual([
      ['_c0', [1, 3]],
      ['_c1', [2, 4]],
    ]);
  });

  it('reads only the wanted columns, and texts as they are written', async () => {
    const text = 'id,a,b\n1.0,2,3\n00012,5,6\n';
    const { columns } = await readTable(sourceOf(text, { uri }), { columns: ['b', 'id', 'none'], texts: ['id'] });
    expect([...columns].toSorted()).toEqual([
      ['b', [3, 6]],
      ['id', ['1.0', '00012']],
    ]);
  });

  it.each<[string, string, [string, number | null][], unknown[]]>([
    ['too few fields', 'a,b\n1,2\n3\n5,6', [['wrong-column-count', 3]], [1, 5]],
    ['too many fields', 'a,b\n1,2\n3,4,5\n5,6', [['wrong-column-count', 3]], [1, 5]],
    ['a quote in the middle', 'a,b\n1,2\nx"y,4\n5,6', [['invalid-csv', 3]], [1, 5]],
    ['text after a quote', 'a,b\n1,2\n"x"y,4\n5,6', [['invalid-csv', 3]], [1, 5]],
    ['a quote that never closes', 'a,b\n1,2\n"x,4\n5,6\n7,8', [['invalid-csv', 3]], [1, 5, 7]],
    [
      'a quote that closes lines later, by accident',
      'a,b\n1,2\n"x,4\n5,6\ny",8,9\n9,10',
      [
        ['wrong-column-count', 3],
        ['invalid-csv', 5],
      ],
      [1, 5, 9],
    ],
    ['a bad record after one of several lines', 'a,b\n"1\n\n2",2\n3\n5,6', [['wrong-column-count', 5]], ['1\n\n2', 5]],
  ])('rejects %s with its line and loses no other', async (_, text, expected, left) => {
    for (const piece of [1, 4, 1000]) {
      const { columns, summary } = await readTable(sourceOf(text, { uri, piece }));
      expect(rejections(summary).toSorted((a, b) => a[1]! - b[1]!)).toEqual(expected);
      expect(columns.get('a')).toEqual(left);
    }
  });

  it.each<[string, string, string]>([
    ['repeated names', 'a,b,a,b,c\n1,2,3,4,5', '"a", "b"'],
    ['a broken header', 'a,"b\n1,2', 'header'],
  ])('refuses %s', async (_, text, words) => {
    const reading = readTable(sourceOf(text, { uri }));
    await expect(reading).rejects.toThrow(UnreadableFileError);
    await expect(reading).rejects.toThrow(words);
    await expect(reading).rejects.toThrow(uri);
  });

  it('is streamed in chunks', async () => {
    const rows = 25;
    const text = `n\n${Array.from({ length: rows }, (_, i) => i).join('\n')}`;
    const { columns, chunkRows } = await readTable(sourceOf(text, { uri }), { chunkRows: 10 });
    expect(chunkRows).toEqual([10, 10, 5]);
    expect(columns.get('n')).toEqual(Array.from({ length: rows }, (_, i) => i));
  });

  it('is the same as gzip', async () => {
    const text = 'a,b\n1,"x\ny"\n';
    const plain = await readTable(sourceOf(text, { uri }));
    expect(await readTable(sourceOf(gzipSync(text), { uri: 'data.csv.gz' }))).toEqual(plain);
  });

  it('finds what csv-parse finds in any table, in pieces of any size', async () => {
    const field = fc.string({
      unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r\n', 'ü', '🛫'),
      minLength: 1,
      maxLength: 6,
    });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 6 }));
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, piece) => {
        const text = rows.map((row) => row.map(quote).join(',')).join('\n');
        const { columns } = await readTable(sourceOf(text, { uri, piece }), { header: false });
        const found = rows.map((_, row) => [...columns.values()].map((values) => values[row]));
        expect(found).toEqual(rows);
        expect(found).toEqual(parse(text));
      }),
    );
  });
});

describe('JSON Lines', () => {
  const uri = 'data.jsonl';

  it('reads objects with keys that come and go', async () => {
    const text = '{"a":1,"b":"x"}\n{"b":null,"c":true}\n{"a":NaN,"c":{"d":1}}\n';
    const { columns, summary } = await readTable(sourceOf(text, { uri }));
    expect([...columns]).toEqual([
      ['a', [1, null, Number.NaN]],
      ['b', ['x', null, null]],
      ['c', [null, true, null]],
      ['c.d', [null, null, 1]],
    ]);
    expect(summary).toMatchObject({ records: 3, rows: 3 });
  });

  it('reads arrays by position', async () => {
    const { columns } = await readTable(sourceOf('[1,"a"]\n[2]', { uri }));
    expect([...columns]).toEqual([
      ['_c0', [1, 2]],
      ['_c1', ['a', null]],
    ]);
  });

  it('reads only the wanted columns, by dots too, and texts as they are written', async () => {
    const { columns } = await readTable(sourceOf('{"id":7,"a":{"b":1},"c":2,"__proto__":3}', { uri }), {
      columns: ['id', 'a.b', '__proto__', 'toString'],
      texts: ['id'],
    });
    expect([...columns]).toEqual([
      ['id', ['7']],
      ['a.b', [1]],
      ['__proto__', [3]],
    ]);
  });

  it.each<[string, string]>([
    ['{"a":', 'invalid-json'],
    ['7', 'not-a-row'],
    ['"text"', 'not-a-row'],
    ['null', 'not-a-row'],
  ])('rejects %s with its line', async (line, reason) => {
    const { rows, summary } = await readTable(sourceOf(`{"a":1}\n\n${line}\n{"a":2}`, { uri }));
    expect(rejections(summary)).toEqual([[reason, 3]]);
    expect(rows).toBe(2);
    expect(summary.records).toBe(3);
  });
});

it('reads a format given beside the name', async () => {
  const { columns } = await readTable(sourceOf('a\n1', { uri: 'data' }), { format: 'csv' });
  expect([...columns]).toEqual([['a', [1]]]);
});
