import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldList, indent, textTable } from '../../../lambdas/core/report/text-table.ts';
import { displayWidth } from '../../../lambdas/core/text/width.ts';

describe('a table', () => {
  it('lines up its columns and has no trailing spaces', () => {
    const table = textTable(
      [{ title: 'name' }, { title: 'rows', align: 'right' }, { title: '' }],
      [
        ['a', '12', ''],
        ['東京', '3', 'x'],
      ],
    );
    expect(table).toBe('name  rows\na       12\n東京     3  x');
  });

  it('cuts what is longer than its column may be', () => {
    expect(textTable([{ title: 't', maxWidth: 5 }], [['abcdefgh']])).toBe('t\nabcd…');
  });

  it('breaks the widest of its wrapping columns until it fits', () => {
    const columns = [{ title: 'name', wrap: true }, { title: 'rows' }, { title: 'why', wrap: true }];
    const table = textTable(columns, [['short', '1', 'because of something that takes a while to say']], 40);
    expect(table).toBe(
      ['name   rows  why', 'short  1     because of something that', '             takes a while to say'].join('\n'),
    );
  });

  it('fits every terminal that has room for its narrowest columns', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '_', '東'), maxLength: 100 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 5 }),
        fc.integer({ min: 26, max: 120 }),
        (rows, width) => {
          const columns = [
            { title: 'one', wrap: true },
            { title: 'two', wrap: true },
          ];
          const lines = textTable(columns, rows, width).split('\n');
          expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
        },
      ),
    );
  });

  it('of fields wraps their values under themselves', () => {
    expect(fieldList([['next step', 'fix the data and then go on']], 27)).toBe(
      'next step  fix the data and\n           then go on',
    );
  });

  it('is moved to the right without moving empty lines', () => {
    expect(indent('a\n\nb')).toBe('  a\n\n  b');
  });
});
