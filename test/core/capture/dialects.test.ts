import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DatasetOptions, UnreadableFileError } from '../../../lambdas/core/capture/read-dataset.ts';
import { rejections } from './capturing.ts';
import { readTable } from './dataset-reading.ts';
import { sourceOf } from './memory-source.ts';

const REFERENCE = new URL('reference/', import.meta.url);
const { columns: expected, files } = JSON.parse(readFileSync(new URL('dialects-expected.json', REFERENCE), 'utf8')) as {
  columns: Record<string, unknown[]>;
  files: Record<string, Partial<DatasetOptions> & { names?: 'position' }>;
};

/** Column names, then the rows in the order of their first value. */
function sortedRows(columns: ReadonlyMap<string, readonly unknown[]>): unknown[][] {
  const [first = [], ...others] = columns.values();
  const rows = first.map((value, row) => [value, ...others.map((column) => column[row])]);
  return [[...columns.keys()], ...rows.sort((a, b) => Number(a[0]) - Number(b[0]))];
}

describe('a table as other programs write it', () => {
  it.each(Object.entries(files))('%s', async (name, { names, ...said }) => {
    const bytes = readFileSync(new URL(`dialects/${name}`, REFERENCE));
    for (const piece of [3, 64 * 1024]) {
      const { columns, summary } = await readTable(sourceOf(bytes, { uri: name, piece }), said);
      const wanted = Object.entries(expected).map(([column, values], i) => [names ? `_c${i}` : column, values]);
      // Programs that number rows may write them in another order.
      expect(sortedRows(columns)).toEqual(sortedRows(new Map(wanted as [string, unknown[]][])));
      expect(summary).toMatchObject({ records: 5, rows: 5, rejected: { records: 0 } });
    }
  });

  it('has an expectation for each file', () => {
    expect(readdirSync(new URL('dialects/', REFERENCE)).sort()).toEqual(Object.keys(files).sort());
  });
});

describe('a delimiter', () => {
  const read = (text: string, options: Partial<DatasetOptions> = {}) =>
    readTable(sourceOf(text, { uri: 'data.csv' }), options).then(({ columns }) => Object.fromEntries(columns));

  it.each<[string, string, Partial<DatasetOptions>, Record<string, unknown[]>]>([
    ['a header alone', 'a;b\n', {}, {}],
    ['a column of texts', 'name\nJörg\nAnn\n', {}, { name: ['Jörg', 'Ann'] }],
    ['a column of quoted texts with commas', 'name\n"Doe, Ann"\n"Ng, Al"\n', {}, { name: ['Doe, Ann', 'Ng, Al'] }],
    [
      'a column of sentences',
      'text\nit is late\nso it was\nas it is\n',
      {},
      { text: ['it is late', 'so it was', 'as it is'] },
    ],
    ['a column of times', 'time\n08:30:00\n09:00:00\n10:15:30\n', {}, { time: ['08:30:00', '09:00:00', '10:15:30'] }],
    [
      'a column of moments',
      'at\n2026-01-02 08:30\n2026-01-02 09:00\n',
      {},
      { at: ['2026-01-02 08:30', '2026-01-02 09:00'] },
    ],
    ['a column of addresses', 'url\nhttps://a.b\nhttps://c.d\n', {}, { url: ['https://a.b', 'https://c.d'] }],
    ['a column of numbers with a comma', 'price\n1,5\n-2,25\n', { decimal: ',' }, { price: [1.5, -2.25] }],
    ['the same with a delimiter', 'price\n1,5\n-2,25\n', { decimal: ',', delimiter: ';' }, { price: [1.5, -2.25] }],
    [
      'a column of names where the delimiter is said',
      'name\nDoe, A\nNg, B\n',
      { delimiter: ';' },
      { name: ['Doe, A', 'Ng, B'] },
    ],
    ['texts full of commas', 'a;b\nx, y, z;1\nx, y, z;2\n', {}, { a: ['x, y, z', 'x, y, z'], b: [1, 2] }],
    ['quoted delimiters', '"a;b","c"\n"1;2","3"\n"4;5","6"\n', {}, { 'a;b': ['1;2', '4;5'], c: [3, 6] }],
    ['the columns that are looked for', 'a, m;b\n1, 2;3\n', { columns: ['b'] }, { b: [3] }],
    ['an instruction, in quotes', '"sep=|"\na,b|c\n1,2|3\n', {}, { 'a,b': ['1,2'], c: [3] }],
    ['an instruction against what fits', 'sep=;\r\na,b;c\r\n1,2;3\r\n', {}, { 'a,b': ['1,2'], c: [3] }],
    ['what is said against an instruction', 'sep=;\na,b;c\n1,2;3\n', { delimiter: ',' }, { a: [1], 'b;c': ['2;3'] }],
  ])('is right for %s', async (_, text, options, columns) => {
    expect(await read(text, options)).toEqual(columns);
  });

  it.each<[string, string, Partial<DatasetOptions>, string[]]>([
    ['two that fit alike', 'a, x;b\n1, 2;3\n4, 5;6\n', {}, ['","', '";"', 'delimiter', '--delimiter']],
    ['two that fit alike without a header', 'Doe, A;3\nNg, B;6\n', { header: false }, ['","', '";"', 'delimiter']],
    ['one column, where another is said', 'a;b\n1;2\n3;4\n', { delimiter: ',' }, ['","', '";"', '2', 'delimiter']],
    ['one column, where another is instructed', 'sep=,\na;b\n1;2\n3;4\n', {}, ['","', '";"', 'delimiter']],
    ['one that is not looked for', 'a^b\n1^2\n3^4\n', {}, ['"^"', 'delimiter']],
    ['columns of spaces', 'a b c\n1 2 3\n4 5 6\n7 8 9\n', {}, ['a space', '3', 'delimiter']],
    ['a title above the table', 'Sales 2026\na;b\n1;2\n3;4\n', {}, ['header', '";"', '2']],
    ['a title with a comma', 'Sales, May\n\na;b;c\n1;2,5;3\n4;5;6\n7;8;9\n', {}, ['first record', '","', '";"', '3']],
  ])('is not guessed: %s', async (_, text, options, words) => {
    const reading = read(text, options);
    await expect(reading).rejects.toThrow(UnreadableFileError);
    for (const word of words) await expect(reading).rejects.toThrow(word);
  });
});

describe('an encoding', () => {
  it.each([
    ['windows-1252 that is not said', Buffer.from('name\nJ\xf6rg\n', 'latin1'), 'data.csv:2', '"encoding"'],
    ['UTF-16 without a byte order mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'data.csv', 'utf-16le'],
    [
      'UTF-32',
      Buffer.from('\ufeffa,b\n1,2\n'.split('').flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8, 0, 0])),
      'data.csv',
      'UTF-32',
    ],
  ])('is not guessed: %s', async (_, bytes, place, word) => {
    const reading = readTable(sourceOf(bytes, { uri: 'data.csv' }));
    await expect(reading).rejects.toThrow(UnreadableFileError);
    await expect(reading).rejects.toThrow(place);
    await expect(reading).rejects.toThrow(word);
  });
});

describe('numbers with marks', () => {
  it.each<[string, Partial<DatasetOptions>, unknown]>([
    ['-1.234.567,89', { decimal: ',', thousands: '.' }, -1_234_567.89],
    ['+1.234', { decimal: ',', thousands: '.' }, 1234],
    ['1,5e3', { decimal: ',' }, 1500],
    ['-2,5E-7', { decimal: ',' }, -2.5e-7],
    [',5', { decimal: ',' }, 0.5],
    ['5,', { decimal: ',' }, 5],
    [' 1 234,5 ', { decimal: ',', thousands: ' ' }, 1234.5],
    ["-1'234.50", { thousands: "'" }, -1234.5],
    ['1,234', { thousands: ',' }, 1234],
    ['-inf', { decimal: ',' }, Number.NEGATIVE_INFINITY],
    ['007', { decimal: ',' }, '007'],
    ['1.5', { decimal: ',' }, '1.5'],
    ['1,234.5', { decimal: ',', thousands: '.' }, '1,234.5'],
    ['12.34', { decimal: ',', thousands: '.' }, '12.34'],
    ['1.2345', { decimal: ',', thousands: '.' }, '1.2345'],
    ['1.234,5 €', { decimal: ',', thousands: '.' }, '1.234,5 €'],
    ['-', { decimal: ',' }, '-'],
    ['-1,00', { decimal: ',', missing: ['-1'] }, null],
  ])('%j', async (text, said, value) => {
    const csv = `a;b\n"${text}";x\n`;
    const { columns } = await readTable(sourceOf(csv, { uri: 'data.csv' }), said);
    expect(columns.get('a')).toEqual([value]);
    const json = await readTable(sourceOf(JSON.stringify({ a: text, b: 1.5 }), { uri: 'data.jsonl' }), said);
    if (text !== '-inf') expect(json.columns.get('a')).toEqual([value]);
    expect(json.columns.get('b')).toEqual([1.5]);
  });
});

describe('a JSON document', () => {
  const read = (text: string) => readTable(sourceOf(text, { uri: 'data.json' }));

  it.each([
    ['columns', '{"a":{},"b":{}}'],
    ['split', '{"columns":["a","b"],"index":[],"data":[]}'],
    ['records', '[]'],
    ['lists', '{"a":[],"b":[]}'],
  ])('has no rows in the form %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ rows: 0 });
  });

  it.each([
    ['[1,2,3]', 'plain values'],
    ['{"1":{"2":1},"3":{"2":2}}', 'rows or columns'],
    ['{"columns":["a","a"],"data":[[1,2]]}', 'more than once'],
    ['{"columns":["a","b"],"data":[[1]]}', '2 columns'],
    ['{"a":[1,2],"b":[1]}', 'differ in length'],
    ['{"results":[{"a":1},{"a":2}]}', '"results"'],
  ])('is refused: %s', async (text, words) => {
    await expect(read(text)).rejects.toThrow(UnreadableFileError);
    await expect(read(text)).rejects.toThrow(words);
  });

  it('that is truncated is rejected', async () => {
    await expect(read('[{"a":1},{"a":2},{"a"')).rejects.toThrow('cut');
  });

  it('loses only the item of a list that is not a record', async () => {
    const { columns, summary } = await read('[{"a":1},\n7,\n{"a":3}]');
    expect(columns.get('a')).toEqual([1, 3]);
    expect(rejections(summary)).toEqual([['not-a-row', 2]]);
  });
});
