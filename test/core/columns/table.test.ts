import { op } from 'arquero';
import { describe, expect, it } from 'vitest';
import { ChunkBuilder } from '../../../lambdas/core/columns/chunk-builder.ts';
import { toTable } from '../../../lambdas/core/columns/table.ts';

const HOSTILE = ['__proto__', 'constructor', '', 'a.b', '"\'`', 'line\nbreak', '\ud800', 'toString'];

describe('toTable', () => {
  it('makes a table of columns with hostile names, in order', () => {
    const builder = new ChunkBuilder();
    for (let row = 0; row < 2; row++) {
      for (const [i, name] of HOSTILE.entries()) builder.column(name).setNumber(row, i * 10 + row);
      builder.endRow();
    }
    const { table, names } = toTable(builder.take());
    expect(names).toEqual(HOSTILE);
    expect(table.numRows()).toBe(2);
    expect(table.columnNames()).toEqual(HOSTILE.map((_, i) => `c${i}`));
    expect(HOSTILE.map((_, i) => table.get(`c${i}`, 1))).toEqual(HOSTILE.map((_, i) => i * 10 + 1));
  });

  it('hands numbers over without copying them, other columns through at()', () => {
    const builder = new ChunkBuilder({ rows: 3 });
    for (let row = 0; row < 3; row++) {
      builder.column('n').setNumber(row, row);
      builder.column('t').setText(row, row === 1 ? 'odd' : 'even');
      builder.endRow();
    }
    const chunk = builder.take();
    const { table } = toTable(chunk);
    expect(table.column('c0')).toBe(chunk.columns.get('n')!.numbers);
    expect(table.column('c1')).toBe(chunk.columns.get('t'));
  });

  it('is what arquero groups and aggregates, missing numbers left out', () => {
    const builder = new ChunkBuilder();
    const cells: [string, number | null][] = [
      ['a', 1],
      ['b', 10],
      ['a', null],
      ['a', 3],
    ];
    cells.forEach(([group, value], row) => {
      builder.column('group').setText(row, group);
      if (value !== null) builder.column('value').setNumber(row, value);
      builder.endRow();
    });
    const { table } = toTable(builder.take());
    const means = table
      .groupby('c0')
      .rollup({ mean: op.mean('c1'), rows: op.count() })
      .orderby('c0')
      .objects();
    expect(means).toEqual([
      { c0: 'a', mean: 2, rows: 3 },
      { c0: 'b', mean: 10, rows: 1 },
    ]);
  });
});
