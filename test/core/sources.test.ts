import { describe, expect, it } from 'vitest';
import { isData, type Location, listSources, partitionsOf, sourceNamed } from '../../lambdas/core/sources.ts';
import { MemoryStore } from './stories/memory-store.ts';

describe('partitions by the folders of a path', () => {
  it.each([
    ['dt=2026-01-02/part-0.parquet', [['dt', '2026-01-02']]],
    [
      'year=2026/plain/country=CH/a.csv',
      [
        ['year', '2026'],
        ['country', 'CH'],
      ],
    ],
    ['city=S%C3%A3o%20Paulo%2FSP/a.csv', [['city', 'São Paulo/SP']]],
    ['a%3Db=x=y/a.csv', [['a=b', 'x=y']]],
    ['share=100%/a.csv', [['share', '100%']]],
    ['dt=__HIVE_DEFAULT_PARTITION__/a.csv', [['dt', null]]],
    ['dt=/a.csv', [['dt', '']]],
    ['dt=1/dt=2/a.csv', [['dt', '2']]],
    ['__proto__=1/a.csv', [['__proto__', '1']]],
    ['=1/a.csv', []],
    ['2026/01/02/dt=3.csv', []],
  ])('%s', (path, expected) => {
    expect(partitionsOf(path)).toEqual(expected.map(([name, value]) => ({ name, value })));
  });
});

describe('files of data', () => {
  it.each([
    ['a/dt=1/part.csv', true],
    ['a/_day=1/part.csv', true],
    ['a/_SUCCESS', false],
    ['a/_delta_log/0000.json', false],
    ['a/_temporary/0/part.csv', false],
    ['a/.hoodie/part.parquet', false],
    ['a/.part-0.crc', false],
    ['a/part-0.parquet.crc', false],
    ['a/part_1.csv', true],
    ['a/_x=1.csv', false],
  ])('%s: %s', (key, expected) => {
    expect(isData({ key, size: 1 }, 'a/')).toBe(expected);
    expect(isData({ key: `_own/${key}`, size: 1 }, '_own/a/')).toBe(expected);
    expect(isData({ key, size: 0 }, 'a/')).toBe(false);
  });
});

describe('sources of a location', () => {
  const store = new MemoryStore();

  const list = async (prefix: string) => {
    for (const key of ['lake/year=1/t/dt=2/a.csv', 'lake/year=1/t/_temporary/b.csv']) {
      await store.put(key, Buffer.from('a\n1\n'));
    }
    const location: Location = { store, prefix, uriOf: (key) => key };
    const found = [];
    for await (const { uri, partitions } of listSources(location)) found.push([uri, partitions]);
    return found;
  };

  it('have the partitions below the location, and none of those above it', async () => {
    expect(await list('lake/year=1/t/')).toEqual([['lake/year=1/t/dt=2/a.csv', [{ name: 'dt', value: '2' }]]]);
  });

  it('have none where the location is the object itself', async () => {
    expect(await list('lake/year=1/t/dt=2/a.csv')).toEqual([['lake/year=1/t/dt=2/a.csv', undefined]]);
  });

  it('are found again by their names', async () => {
    await list('lake/');
    const location: Location = { store, prefix: 'lake/year=1/t/', uriOf: (key) => `s3://bucket/${key}` };
    const [listed] = await Array.fromAsync(listSources(location));
    const { uri, size, etag } = listed;
    const named = sourceNamed(location, { uri, size, etag });
    expect(named).toEqual({ ...listed, stream: expect.any(Function), slice: expect.any(Function) });
    expect(await named.slice(0, size)).toEqual(Buffer.from('a\n1\n'));
  });
});

it('lists nine prefixes at once and no more, and gives their files in the order of the prefixes', async () => {
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}/`);
  const store = new MemoryStore(new Map(hours.map((hour) => [`${hour}a.csv`, 'a\n1\n'])));
  const begun: string[] = [];
  const list = (prefix: string) => {
    begun.push(prefix);
    return store.list(prefix);
  };
  const watched = new Proxy(store, {
    get: (target, name) => (name === 'list' ? list : Reflect.get(target, name).bind(target)),
  });
  const sources = listSources({ store: watched, prefix: '', uriOf: (key) => key }, hours);
  const first = await sources.next();
  expect(begun).toEqual(hours.slice(0, 9));
  const rest = await Array.fromAsync(sources);
  expect([first.value!, ...rest].map(({ uri }) => uri)).toEqual(hours.map((hour) => `${hour}a.csv`));
  expect(begun).toEqual(hours);
});
