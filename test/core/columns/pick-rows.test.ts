import { describe, expect, it } from 'vitest';
import { CELL, Column } from '../../../lambdas/core/columns/column.ts';
import { pickRows } from '../../../lambdas/core/columns/pick-rows.ts';

describe('pickRows', () => {
  const mixed = new Column(
    6,
    Float64Array.of(1.5, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN),
    Int32Array.of(CELL.number, 1, CELL.true, CELL.nan, 0, 1),
    ['unused', 'x'],
  );

  it('takes the cells of the rows', () => {
    const picked = pickRows(mixed, Int32Array.of(0, 2, 3, 5));
    expect([0, 1, 2, 3].map((row) => picked.at(row))).toEqual([1.5, true, Number.NaN, 'x']);
  });

  it('keeps only texts that a row has in the dictionary, and no numbers if there are none', () => {
    const picked = pickRows(mixed, Int32Array.of(1, 5));
    expect(picked.dictionary).toEqual(['x']);
    expect(picked.codes).toEqual(Int32Array.of(0, 0));
    expect(picked.numbers).toBeNull();
  });

  it('keeps a column of numbers a column of numbers', () => {
    const picked = pickRows(new Column(3, Float64Array.of(1, Number.NaN, 3), null), Int32Array.of(1, 2));
    expect(picked.codes).toBeNull();
    expect(picked.numbers).toEqual(Float64Array.of(Number.NaN, 3));
  });
});
