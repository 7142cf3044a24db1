import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellValue, Column } from '../../../lambdas/core/columns/column.ts';
import { ColumnBuilder } from '../../../lambdas/core/columns/column-builder.ts';

const NESTED = Symbol('nested');
type Cell = CellValue | typeof NESTED | undefined;

function set(builder: ColumnBuilder, row: number, cell: Cell): void {
  if (cell === undefined) return;
  if (cell === null) builder.setMissing(row);
  else if (cell === NESTED) builder.setNested(row);
  else if (typeof cell === 'number') builder.setNumber(row, cell);
  else if (typeof cell === 'string') builder.setText(row, cell);
  else if (typeof cell === 'boolean') builder.setBoolean(row, cell);
}

function valuesOf(column: Column): CellValue[] {
  return Array.from({ length: column.length }, (_, row) => column.at(row));
}

describe('ColumnBuilder', () => {
  it('has neither codes nor a dictionary while every cell is a number or missing', () => {
    const builder = new ColumnBuilder();
    builder.setNumber(1, 5);
    builder.setMissing(2);
    const column = builder.take(4);
    expect(column.codes).toBeNull();
    expect(column.numbers).toEqual(Float64Array.of(Number.NaN, 5, Number.NaN, Number.NaN));
    expect(valuesOf(column)).toEqual([null, 5, null, null]);
  });

  it('has no numbers without a number', () => {
    const builder = new ColumnBuilder();
    builder.setText(0, 'a');
    builder.setText(1, 'b');
    builder.setText(2, 'a');
    const column = builder.take(3);
    expect(column.numbers).toBeNull();
    expect(column.dictionary).toEqual(['a', 'b']);
    expect(column.codes).toEqual(Int32Array.of(0, 1, 0));
  });

  it('keeps the numbers and gaps from before the first text', () => {
    const builder = new ColumnBuilder();
    builder.setNumber(0, 1);
    builder.setNumber(2, Number.POSITIVE_INFINITY);
    builder.setText(3, 'x');
    expect(valuesOf(builder.take(4))).toEqual([1, null, Number.POSITIVE_INFINITY, 'x']);
  });

  it('distinguishes an explicit not-a-number from a missing cell, and stores -0 as 0', () => {
    const builder = new ColumnBuilder();
    builder.setNumber(0, Number.NaN);
    builder.setNumber(1, -0);
    const column = builder.take(3);
    expect(valuesOf(column)).toEqual([Number.NaN, 0, null]);
    expect(Object.is(column.at(1), 0)).toBe(true);
  });

  it('has seen a column once a cell was set, even as missing', () => {
    const builder = new ColumnBuilder();
    expect(builder.seen).toBe(false);
    builder.setMissing(0);
    expect(builder.seen).toBe(true);
    expect(valuesOf(builder.take(2))).toEqual([null, null]);
    expect(builder.seen).toBe(false);
  });

  it('starts over with an empty dictionary, and does not change columns that were taken', () => {
    const builder = new ColumnBuilder();
    builder.setText(0, 'first');
    const before = builder.take(1);
    builder.setText(0, 'second');
    const after = builder.take(1);
    expect(before.dictionary).toEqual(['first']);
    expect(after.dictionary).toEqual(['second']);
  });

  it('keeps unpaired surrogates, long ones too', () => {
    const texts = ['\ud800', `${'long '.repeat(10)}\udfff`, '__proto__'];
    const builder = new ColumnBuilder();
    for (const [row, text] of texts.entries()) builder.setText(row, text);
    expect(valuesOf(builder.take(3))).toEqual(texts);
  });

  it('returns any cells that were set, chunk after chunk', () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.double({ noNaN: true }).map((value) => value + 0),
      fc.constant(Number.NaN),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('a', 'b', '__proto__', ''),
      fc.boolean(),
      fc.constantFrom(null, NESTED, undefined),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 200 }), { maxLength: 4 }), fc.nat(200), (chunks, rows) => {
        const builder = new ColumnBuilder(rows);
        for (const cells of chunks) {
          for (const [row, value] of cells.entries()) set(builder, row, value);
          const asSet = cells.map((_, row) => builder.at(row));
          expect(builder.at(1000)).toBeNull();
          const column = builder.take(cells.length);
          expect(column).toBeInstanceOf(Column);
          expect(valuesOf(column)).toEqual(asSet);
          expect(valuesOf(column)).toEqual(
            cells.map((value) => (value === NESTED || value === undefined ? null : value)),
          );
          expect(new Set(column.dictionary).size).toBe(column.dictionary.length);
        }
      }),
    );
  });
});
