import { describe, expect, it } from 'vitest';
import { CellWriter } from '../../../lambdas/core/columns/cell-writer.ts';
import { CELL } from '../../../lambdas/core/columns/column.ts';
import { ColumnBuilder } from '../../../lambdas/core/columns/column-builder.ts';

const cells = new CellWriter(['NA', '-999', 'not known']);

function write(action: (column: ColumnBuilder) => void): { code: number; value: unknown } {
  const builder = new ColumnBuilder();
  action(builder);
  const column = builder.take(1);
  return { code: Math.min(column.code(0), 0), value: column.at(0) };
}

describe('CellWriter', () => {
  it.each([
    ['', CELL.missing, null],
    ['NA', CELL.missing, null],
    ['-999', CELL.missing, null],
    ['not known', CELL.missing, null],
    ['-999.0', CELL.missing, null],
    ['na', 0, 'na'],
    [' NA', CELL.missing, null],
    ['"NA"', 0, '"NA"'],
    ['12', CELL.number, 12],
    [' 12 ', CELL.number, 12],
    ['1e400', CELL.number, Number.POSITIVE_INFINITY],
    ['NaN', CELL.nan, Number.NaN],
    ['007', 0, '007'],
    [' text ', 0, ' text '],
    [' ', CELL.missing, null],
    ['None', 0, 'None'],
    ['true', 0, 'true'],
  ])('reads the CSV field %j', (text, code, value) => {
    const padded = `<${text}>`;
    expect(write((column) => cells.writeField(column, 0, padded, 1, padded.length - 1))).toEqual({ code, value });
  });

  it.each<[unknown, number, unknown]>([
    [null, CELL.missing, null],
    [undefined, CELL.missing, null],
    ['NA', CELL.missing, null],
    ['', CELL.missing, null],
    ['NA ', CELL.missing, null],
    ['-999', CELL.missing, null],
    ['None', 0, 'None'],
    ['12', 0, '12'],
    ['NaN', CELL.nan, Number.NaN],
    [12, CELL.number, 12],
    [-999, CELL.missing, null],
    [-999n, CELL.missing, null],
    [Number.NaN, CELL.nan, Number.NaN],
    [true, CELL.true, true],
    [false, CELL.false, false],
    [9007199254740993n, CELL.number, 9007199254740992],
    [[1], CELL.nested, null],
    [{}, CELL.nested, null],
  ])('reads the JSON value %s', (input, code, value) => {
    expect(write((column) => cells.writeValue(column, 0, input))).toEqual({ code, value });
  });

  it.each<[unknown, number, unknown]>([
    ['007', 0, '007'],
    [1.5, 0, '1.5'],
    [12345678901234567890n, 0, '12345678901234567890'],
    ['', CELL.missing, null],
    [null, CELL.missing, null],
    ['NA', CELL.missing, null],
    [[], CELL.nested, null],
  ])('keeps %s as text for ids', (input, code, value) => {
    expect(write((column) => cells.writeText(column, 0, input))).toEqual({ code, value });
  });
});
