import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvText } from '../../../lambdas/core/capture/csv-text.ts';

const csv = new CsvText();

function rowsOf(text: string): string[][] {
  expect(csv.scan(text)).toBeNull();
  return Array.from({ length: csv.rows }, (_, row) =>
    Array.from({ length: csv.width(row) }, (_, i) => csv.field(csv.firstField(row) + i)),
  );
}

describe('CsvText', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['\n', []],
    ['\r\n', []],
    ['a', [['a']]],
    ['a\n', [['a']]],
    ['a\r\n', [['a']]],
    ['a,b', [['a', 'b']]],
    [',', [['', '']]],
    ['a,\n', [['a', '']]],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a","b c"', [['a', 'b c']]],
    ['"a""b"', [['a"b']]],
    ['""', [['']]],
    ['""""', [['"']]],
    [
      '"a,b\nc\r\nd",2\n3,4',
      [
        ['a,b\nc\r\nd', '2'],
        ['3', '4'],
      ],
    ],
    ['"a"\r\n"b"\r\n', [['a'], ['b']]],
    ['1\n\n3\n', [['1'], [''], ['3']]],
    [
      '1,2\n\n3,4',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      '1,2\n\r\n3,4',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a\rb', [['a\rb']]],
    [' a , b ', [[' a ', ' b ']]],
  ])('%j', (text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
  });

  it.each([
    ['"a', 'a quoted field is not closed'],
    ['1,"a\n2,3\n', 'a quoted field is not closed'],
    ['"a"b', 'text follows the closing quote of a field'],
    ['"a" ,b', 'text follows the closing quote of a field'],
    ['a"b', 'a field that is not quoted contains a quote'],
    [' "a"', 'a field that is not quoted contains a quote'],
  ])('refuses %j', (text, problem) => {
    expect(csv.scan(text)).toBe(problem);
  });

  it('replaces the text before', () => {
    rowsOf('1,2,3\n4,5,6');
    expect(rowsOf('"x"')).toEqual([['x']]);
  });

  const field = fc.string({
    unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r\n', ' ', 'ü', '\ud83d'),
    maxLength: 6,
  });
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    );
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  it('reads any table, like csv-parse', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, newline, ended) => {
        const text = rows.map((row) => row.map(quote).join(',')).join(newline) + (ended ? newline : '');
        expect(rowsOf(text)).toEqual(rows);
        expect(parse(text.toWellFormed(), { record_delimiter: ['\r\n', '\n'] })).toEqual(
          rows.map((row) => row.map((cell) => cell.toWellFormed())),
        );
      }),
    );
  });

  it('rejects what csv-parse rejects', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(text, (broken) => {
        let accepted = true;
        try {
          parse(broken, { record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true });
        } catch {
          accepted = false;
        }
        expect(csv.scan(broken) === null).toBe(accepted);
      }),
      { numRuns: 2000 },
    );
  });
});
