import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellValue, TableChunk } from '../../../../lambdas/core/columns/column.ts';
import { ColumnBuilder } from '../../../../lambdas/core/columns/column-builder.ts';
import { parseNumber } from '../../../../lambdas/core/columns/number-text.ts';
import { csvRows } from '../../../../lambdas/core/retraining/rows/csv.ts';
import { jsonRows } from '../../../../lambdas/core/retraining/rows/jsonl.ts';
import { TextPieces } from '../../../../lambdas/core/retraining/rows/text-pieces.ts';
import { writeRequests, writeTrainingRows } from '../../../../lambdas/core/retraining/rows/write-rows.ts';

type Cell = CellValue | object;

function columnOf(cells: readonly Cell[]) {
  const column = new ColumnBuilder();
  cells.forEach((cell, row) => {
    if (cell === null) column.setMissing(row);
    else if (typeof cell === 'number') column.setNumber(row, cell);
    else if (typeof cell === 'string') column.setText(row, cell);
    else if (typeof cell === 'boolean') column.setBoolean(row, cell);
    else column.setNested(row);
  });
  return column.take(cells.length);
}

/** Columns `f0`, `f1`, … */
function chunkOf(...columns: (readonly Cell[])[]): TableChunk {
  const named = columns.map((cells, i) => [`f${i}`, columnOf(cells)] as const);
  return { rows: columns[0].length, columns: new Map(named) };
}

describe('a row', () => {
  it.each<[Cell, string, string]>([
    [null, '', 'null'],
    [{}, '', 'null'],
    [Number.NaN, 'nan', 'null'],
    [Number.POSITIVE_INFINITY, 'inf', '1e999'],
    [Number.NEGATIVE_INFINITY, '-inf', '-1e999'],
    [-0, '0', '0'],
    [1e21, '1e+21', '1e+21'],
    [0.1 + 0.2, '0.30000000000000004', '0.30000000000000004'],
    [true, 'true', 'true'],
    [false, 'false', 'false'],
    ['plain', 'plain', '"plain"'],
    [' spaced ', ' spaced ', '" spaced "'],
    ['a,b', '"a,b"', '"a,b"'],
    ['say "no"', '"say ""no"""', '"say \\"no\\""'],
    ['two\nlines', '"two\nlines"', '"two\\nlines"'],
    ['\ud800', '\ud800', '"\\ud800"'],
  ])('spells %j', (cell, csv, json) => {
    const chunk = chunkOf([cell], ['x']);
    expect(csvRows.requests(chunk, ['f0', 'f1'])(0)).toBe(`${csv},x`);
    expect(jsonRows.requests(chunk, ['f0', 'f1'])(0)).toBe(`{"f0":${json},"f1":"x"}`);
    expect(csvRows.labelled(csvRows.values(chunk.columns.get('f0')!)(0), 'x')).toBe(`${csv},x`);
    expect(jsonRows.labelled(jsonRows.values(chunk.columns.get('f0')!)(0), '{}')).toBe(
      `{"label":${json},"features":{}}`,
    );
  });

  it('has the features in the given order, and missing values where the chunk lacks one', () => {
    const chunk = chunkOf([1], [2]);
    expect(csvRows.requests(chunk, ['f1', 'other', 'f0'])(0)).toBe('2,,1');
    expect(jsonRows.requests(chunk, ['f1', 'other', 'f0'])(0)).toBe('{"f1":2,"other":null,"f0":1}');
  });

  it('keeps a feature that is called like something of every object', () => {
    const chunk = { rows: 1, columns: new Map([['__proto__', columnOf([5])]]) };
    expect(jsonRows.requests(chunk, ['__proto__'])(0)).toBe('{"__proto__":5}');
  });

  const anyCell = fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed()),
  );

  it('is read back as the same number and the same text', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 2, maxLength: 6 }), (cells) => {
        const chunk = chunkOf(...cells.map((cell) => [cell]));
        const names = [...chunk.columns.keys()];
        const spelled = cells.map((cell) => (cell === 0 ? 0 : cell));
        const json = JSON.parse(jsonRows.requests(chunk, names)(0));
        expect(names.map((name) => json[name])).toEqual(spelled);
        const [fields] = parse(csvRows.requests(chunk, names)(0)) as string[][];
        const read = fields.map((field, i) => (typeof cells[i] === 'number' ? parseNumber(field) : field));
        expect(read).toEqual(spelled.map((cell) => (typeof cell === 'number' ? cell : String(cell ?? ''))));
      }),
    );
  });
});

describe('files of rows', () => {
  const chunks = [chunkOf([1, 2], ['a', 'b\nc']), chunkOf([3], ['d']), chunkOf([4, 5], ['e', 'f\rg'])];
  const features = ['f0', 'f1'];
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  it('have the chosen rows of every chunk, label first', () => {
    const chosen = { chunks, rows: Int32Array.of(0, 1, 3), features, format: csvRows };
    expect(decode(writeTrainingRows(chosen, columnOf([0, 'yes, late', 0, true, 0])))).toBe(
      '0,1,a\n"yes, late",2,"b\nc"\ntrue,4,e\n',
    );
  });

  it('have a line for each request: no CSV row with a line break', () => {
    const rows = Int32Array.of(0, 1, 2, 4);
    const csv = writeRequests({ chunks, rows, features, format: csvRows });
    expect([decode(csv.bytes), csv.rows]).toEqual(['1,a\n3,d\n', Int32Array.of(0, 2)]);
    const json = writeRequests({ chunks, rows, features, format: jsonRows });
    expect(json.rows).toEqual(rows);
    expect(decode(json.bytes).trimEnd().split('\n')).toHaveLength(4);
  });
});

describe('TextPieces', () => {
  it('puts together what is longer than a piece, and starts over', () => {
    const pieces = new TextPieces();
    const lines = Array.from({ length: 30_000 }, (_, i) => `line ${i} é😀\n`);
    for (const line of lines) pieces.append(line);
    expect(new TextDecoder().decode(pieces.take())).toBe(lines.join(''));
    expect(pieces.take()).toHaveLength(0);
  });
});
