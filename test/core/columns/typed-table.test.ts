import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descending, type Key, TypedTable } from '../../../lambdas/core/columns/typed-table.ts';

/** Texts that break keys, codes and objects that are put together without care. */
const HOSTILE = ['__proto__', 'constructor', '"|"', 'a"|"b', "'", '\\', '', 'null', '1', '\u2028', '`'];

const people = TypedTable.of({
  name: ['Ann', 'Bob', 'Cid', 'Dee'],
  team: ['red', 'blue', 'red', 'blue'],
  points: Float64Array.of(3, 1, 2, 1),
});

describe('a typed table', () => {
  it('filters, derives and orders by functions of a row', () => {
    const ranked = people
      .filter(({ name }) => name !== 'Ann')
      .derive({ doubled: ({ points }) => 2 * points })
      .orderby(
        descending(({ doubled }) => doubled),
        ({ name }) => name,
      );

    expect(ranked.numRows).toBe(3);
    expect(ranked.rows()).toEqual([
      { name: 'Cid', team: 'red', points: 2, doubled: 4 },
      { name: 'Bob', team: 'blue', points: 1, doubled: 2 },
      { name: 'Dee', team: 'blue', points: 1, doubled: 2 },
    ]);
    expect(ranked.column('name')).toEqual(['Cid', 'Bob', 'Dee']);
  });

  it('takes whole columns to the rows that a filter left', () => {
    const reds = people.filter(({ team }) => team === 'red').assign({ place: [2, 1] });
    expect(reds.rows().map(({ name, place }) => [name, place])).toEqual([
      ['Ann', 2],
      ['Cid', 1],
    ]);
  });

  it('groups in the order of the first rows, and keeps the order of rows in a group', () => {
    const groups = people.orderby(({ points }) => points).groupby(({ team }) => team);
    expect([...groups].map(([team, rows]) => [team, rows.map(({ name }) => name)])).toEqual([
      ['blue', ['Bob', 'Dee']],
      ['red', ['Cid', 'Ann']],
    ]);
  });

  it('joins each key once, with undefined where one side has no row', () => {
    const left = TypedTable.of({ id: ['a', 'b'], left: [1, 2] });
    const right = TypedTable.of({ other: ['b', 'c'], right: [20, 30] });
    const byId = left.joinFull(
      right,
      ({ id }) => id,
      ({ other }) => other,
    );
    expect(byId.rows()).toEqual([
      { id: 'a', left: 1, other: undefined, right: undefined },
      { id: 'b', left: 2, other: 'b', right: 20 },
      { id: undefined, left: undefined, other: 'c', right: 30 },
    ]);
  });

  it('can be empty', () => {
    const empty = people.filter(() => false);
    expect(empty.rows()).toEqual([]);
    expect(empty.groupby(({ team }) => team)).toEqual(new Map());
    const joined = TypedTable.of({ a: [] as string[] }).joinFull(
      TypedTable.of({ b: ['x'] }),
      ({ a }) => a,
      ({ b }) => b,
    );
    expect(joined.rows()).toEqual([{ a: undefined, b: 'x' }]);
  });
});

describe('keys of hostile values', () => {
  const keys = fc.oneof(fc.constantFrom<Key>(...HOSTILE, null, true, false, 1, Number.NaN), fc.string(), fc.double());

  it('group as those of a Map', () => {
    fc.assert(
      fc.property(fc.array(keys), (values) => {
        const expected = new Map<Key, number[]>();
        values.forEach((value, row) => {
          // Neither tells 0 from −0.
          expected.set(value, [...(expected.get(value) ?? []), row]);
        });
        const table = TypedTable.of({ value: values, row: values.map((_, row) => row) });
        const groups = table.groupby(({ value }) => value);
        expect([...groups].map(([key, rows]) => [key, rows.map(({ row }) => row)])).toEqual([...expected]);
      }),
    );
  });

  it('join with those of the other side', () => {
    const side = fc.uniqueArray(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()));
    fc.assert(
      fc.property(side, side, (some, others) => {
        const joined = TypedTable.of({ some }).joinFull(
          TypedTable.of({ other: others }),
          (row) => row.some,
          (row) => row.other,
        );
        expect(joined.rows()).toEqual([
          ...some.map((value) => ({ some: value, other: others.includes(value) ? value : undefined })),
          ...others.filter((value) => !some.includes(value)).map((other) => ({ some: undefined, other })),
        ]);
      }),
    );
  });

  it('order as compared, and rows with equal keys stay in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ first: fc.integer({ min: 0, max: 3 }), second: fc.string() })), (rows) => {
        const table = TypedTable.of({
          first: rows.map(({ first }) => first),
          second: rows.map(({ second }) => second),
          row: rows.map((_, row) => row),
        });
        const expected = rows
          .map((values, row) => ({ ...values, row }))
          .sort((a, b) => b.first - a.first || (a.second < b.second ? -1 : a.second > b.second ? 1 : a.row - b.row));
        expect(
          table
            .orderby(
              descending(({ first }) => first),
              ({ second }) => second,
            )
            .rows(),
        ).toEqual(expected);
      }),
    );
  });
});
