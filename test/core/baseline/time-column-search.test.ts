import { describe, expect, it } from 'vitest';
import { TimeColumnSearch } from '../../../lambdas/core/baseline/time-column-search.ts';
import { Column } from '../../../lambdas/core/columns/column.ts';
import { makeChunk } from '../profile/make-columns.ts';

const DAY = 86_400_000;
const schedule = { window: { days: 1 }, timeZone: 'UTC' } as const;
const texts = ['2001-02-01T04:05:06Z', '2001-02-01T23:59:59Z', '2001-02-03T00:00:01Z'];

type Rules = ConstructorParameters<typeof TimeColumnSearch>[0];

function search(columns: Parameters<typeof makeChunk>[0], rules: Partial<Rules> = {}) {
  const found = new TimeColumnSearch({
    named: undefined,
    capturedAs: undefined,
    isFree: (name) => name !== 'feature',
    schedule,
    ...rules,
  });
  found.add(makeChunk(columns));
  return found;
}

function nameOf(found: ReturnType<TimeColumnSearch['find']>): string | readonly string[] {
  return 'times' in found ? found.name : found;
}

describe('the column with the time', () => {
  it.each<[string, Parameters<typeof makeChunk>[0], Partial<Rules>, string | string[]]>([
    [
      'is the only free one with a time in every row',
      [
        ['a', [1, 2, 3]],
        ['at', texts],
        ['feature', texts],
      ],
      {},
      'at',
    ],
    ['is none with a row without time', [['at', [texts[0], null, texts[2]]]], {}, []],
    ['is none with a text that is not a time', [['at', [texts[0], 'soon', texts[2]]]], {}, []],
    ['is no column of plain numbers: ids would be seconds since 1970', [['id', [1, 2, 3]]], {}, []],
    ['is no column of digits', [['id', ['1700000000', '1700000001', '1700000002']]], {}, []],
    [
      'is none of several',
      [
        ['at', texts],
        ['born', texts],
      ],
      {},
      ['at', 'born'],
    ],
    [
      'is that with the captured name of several',
      [
        ['at', texts],
        ['born', texts],
      ],
      { capturedAs: 'at' },
      'at',
    ],
    [
      'is that with the captured name, of numbers too',
      [['at', [981000000, 981000001, 981090000]]],
      { capturedAs: 'at' },
      'at',
    ],
    [
      'is the one that is named, also a feature or with gaps',
      [
        ['at', texts],
        ['feature', [texts[0], null, 'x']],
      ],
      { named: 'feature' },
      'feature',
    ],
    ['is none where the monitor says so', [['at', texts]], { named: null }, []],
  ])('%s', (_, columns, rules, name) => {
    expect(nameOf(search(columns, rules).find())).toEqual(name);
  });

  it('is the one with the captured name, wherever it is, if there are more columns than are searched', () => {
    const others = Array.from({ length: 60 }, (_, i): [string, string[]] => [`t${i}`, texts]);
    const columns: [string, string[]][] = [...others, ['at', texts]];
    expect(nameOf(search(columns, { capturedAs: 'at' }).find())).toBe('at');
    // Without it there are fifty to choose from, and none is chosen.
    expect(search(columns).find()).toEqual(others.slice(0, 50).map(([name]) => name));
  });

  it('is one of the whole table: none that later rows do not have, or that only they have', () => {
    const found = search([['early', texts]]);
    found.add(makeChunk([['late', texts]]));
    expect(found.find()).toEqual([]);
  });

  it('says how many rows are in each window, and in none', () => {
    const found = search([['at', [...texts, 'x', null]]], { named: 'at' }).find();
    if (!('times' in found)) throw new Error('no column');
    expect(found.times.windows().map(({ name, rows }) => [name, rows])).toEqual([
      ['2001-02-01', 2],
      ['2001-02-03', 1],
    ]);
    expect(found.times.rowsWithoutTime).toBe(2);
  });

  it.each<[string, (string | number)[], boolean]>([
    ['texts', ['2001-02-03', '2001-02-03', '2001-02-04'], false],
    ['times of a file', [11_356 * DAY, 11_356 * DAY, 11_357 * DAY], true],
  ])('of days holds local days, as %s', (_, cells, isTime) => {
    const zoned = { ...schedule, timeZone: 'America/New_York' };
    const column = isTime ? new Column(3, Float64Array.from(cells as number[]), null, [], 'time') : null;
    const chunk = column ? { rows: 3, columns: new Map([['at', column]]) } : makeChunk([['at', cells]]);
    const finder = new TimeColumnSearch({
      named: undefined,
      capturedAs: undefined,
      isFree: () => true,
      schedule: zoned,
    });
    finder.add(chunk);
    const found = finder.find();
    if (!('times' in found)) throw new Error('no column');

    expect(found.times.areDays).toBe(true);
    expect(found.times.windows().map(({ name, rows }) => [name, rows])).toEqual([
      ['2001-02-03', 2],
      ['2001-02-04', 1],
    ]);
    // Five hours behind UTC in February.
    expect(found.times.instants(chunk.columns.get('at')!)(2)).toBe(Date.UTC(2001, 1, 4, 5));
  });

  it('with one time that is no midnight holds instants', () => {
    const zoned = { ...schedule, timeZone: 'America/New_York' };
    const found = search([['at', ['2001-02-03', '2001-02-04', '2001-02-04T12:00:00Z']]], { schedule: zoned }).find();
    if (!('times' in found)) throw new Error('no column');
    expect(found.times.windows().map(({ name, rows }) => [name, rows])).toEqual([
      ['2001-02-02', 1],
      ['2001-02-03', 1],
      ['2001-02-04', 1],
    ]);
  });

  it('with more windows than any time of events has is given up, without keeping them', () => {
    const hours = { window: { minutes: 15 }, timeZone: 'UTC' } as const;
    const cells = Array.from({ length: 20_002 }, (_, i) => i * 900_000 + 1000);
    const column = new Column(cells.length, Float64Array.from(cells), null, [], 'time');
    const finder = new TimeColumnSearch({ named: 'at', capturedAs: undefined, isFree: () => true, schedule: hours });
    finder.add({ rows: cells.length, columns: new Map([['at', column]]) });
    const found = finder.find();
    expect('times' in found && found.times.tooMany).toBe(true);
    expect('times' in found && found.times.windows().length).toBe(20_000);
  });
});
