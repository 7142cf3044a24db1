import { describe, expect, it } from 'vitest';
import { ChunkBuilder, MAX_CHUNK_CELLS } from '../../../lambdas/core/columns/chunk-builder.ts';

describe('ChunkBuilder', () => {
  it('back-fills a column discovered late and fills rows that lack a column', () => {
    const builder = new ChunkBuilder();
    builder.column('a').setNumber(0, 1);
    builder.endRow();
    builder.column('b').setText(1, 'x');
    builder.endRow();
    builder.column('a').setNumber(2, 3);
    builder.endRow();
    const { rows, columns } = builder.take();
    expect(rows).toBe(3);
    expect([...columns.keys()]).toEqual(['a', 'b']);
    expect([0, 1, 2].map((row) => [columns.get('a')!.at(row), columns.get('b')!.at(row)])).toEqual([
      [1, null],
      [null, 'x'],
      [3, null],
    ]);
  });

  it('leaves out columns that no row of the chunk set', () => {
    const builder = new ChunkBuilder({ columns: ['kept', 'never'] });
    builder.column('once').setNumber(0, 1);
    builder.column('kept').setNumber(0, 1);
    builder.endRow();
    expect([...builder.take().columns.keys()]).toEqual(['kept', 'once']);
    builder.column('kept').setNumber(0, 2);
    builder.endRow();
    expect([...builder.take().columns.keys()]).toEqual(['kept']);
  });

  it('keeps the builders of the columns it was given, from chunk to chunk', () => {
    const builder = new ChunkBuilder({ columns: ['kept'] });
    const kept = builder.column('kept');
    builder.endRow();
    builder.take();
    kept.setNumber(0, 7);
    builder.endRow();
    expect(builder.take().columns.get('kept')!.at(0)).toBe(7);
  });

  it('is full at its maximum number of rows', () => {
    const builder = new ChunkBuilder({ rows: 2 });
    builder.endRow();
    expect(builder.full).toBe(false);
    builder.endRow();
    expect(builder.full).toBe(true);
    builder.take();
    expect(builder.full).toBe(false);
  });

  it('bounds rows times columns for 10,000 columns', () => {
    const builder = new ChunkBuilder();
    const names = Array.from({ length: 10_000 }, (_, i) => `column ${i}`);
    let rows = 0;
    while (!builder.full) {
      for (const name of names) builder.column(name).setNumber(rows, 1);
      builder.endRow();
      rows++;
    }
    expect(rows).toBe(Math.ceil(MAX_CHUNK_CELLS / 10_000));
  });

  it('has no room for a row of new columns beyond the maximum number of cells, unless it is the first row', () => {
    const builder = new ChunkBuilder();
    expect(builder.fits(MAX_CHUNK_CELLS + 1)).toBe(true);
    builder.column('a');
    builder.endRow();
    expect(builder.fits(MAX_CHUNK_CELLS / 2 - 1)).toBe(true);
    expect(builder.fits(MAX_CHUNK_CELLS / 2)).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d rows', (rows) => {
    expect(() => new ChunkBuilder({ rows })).toThrow(RangeError);
  });
});
