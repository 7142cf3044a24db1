import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectNotFoundError, type ObjectStore, PreconditionFailedError } from '../../lambdas/core/ports.ts';

export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (content: Uint8Array | undefined) => new TextDecoder().decode(content);

export async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  return (await Array.fromAsync(store.list(prefix))).map((object) => object.key);
}

/** What every object store promises, whatever it keeps its objects in. `open` gives a new, empty store. */
export function describeObjectStore(open: () => Promise<ObjectStore>): void {
  describe('listing', () => {
    it('gives the keys below a prefix in code-unit order', async () => {
      const store = await open();
      const all = ['a-b/x', 'a/x', 'a/y/z', 'a.txt', 'b', 'a/Y'];
      for (const key of all) await store.put(key, bytes('1'));
      expect(await keysOf(store, '')).toEqual([...all].sort());
      expect(await keysOf(store, 'a/')).toEqual(['a/Y', 'a/x', 'a/y/z']);
      expect(await keysOf(store, 'a/y')).toEqual(['a/y/z']);
      expect(await keysOf(store, 'nothing/here')).toEqual([]);
    });

    it('gives the folders directly below a prefix', async () => {
      const store = await open();
      for (const key of ['2026/03/01/x', '2026/03/02/x', '2026/11/x', 'All Traffic/2026/x', 'file', 'ümlaut/+/x']) {
        await store.put(key, bytes('1'));
      }
      expect(await store.folders('')).toEqual(['2026', 'All Traffic', 'ümlaut']);
      expect(await store.folders('2026/')).toEqual(['03', '11']);
      expect(await store.folders('2026/03/')).toEqual(['01', '02']);
      expect(await store.folders('ümlaut/')).toEqual(['+']);
      expect(await store.folders('nothing/here/')).toEqual([]);
    });

    it('has the order of sorted keys for any keys', async () => {
      const part = fc.stringMatching(/^[a-c.\-!~]{1,3}$/).filter((name) => name !== '.' && name !== '..');
      const key = fc.tuple(part, part).map(([a, b]) => `${a}_/${b}`);
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(key, { maxLength: 8 }), async (set) => {
          const store = await open();
          for (const key of set) await store.put(key, bytes('1'));
          expect(await keysOf(store, '')).toEqual([...set].sort());
        }),
        { numRuns: 30 },
      );
    });

    it.each(['with space', 'a+b', 'ümlaut', '日本', 'quote\'"', 'a&b<c>', '100%', 'x=1;y?z#', '😀', 'bell\u0007'])(
      'shows and reads the key %j as it was written',
      async (key) => {
        const store = await open();
        const { etag } = await store.put(`folder/${key}`, bytes('four'));
        expect(await Array.fromAsync(store.list('folder/'))).toEqual([{ key: `folder/${key}`, size: 4, etag }]);
        expect(text((await store.get(`folder/${key}`))?.bytes)).toBe('four');
      },
    );

    it('shows the size and the etag that a read and a write show', async () => {
      const store = await open();
      const { etag } = await store.put('k', bytes('four'));
      expect(await Array.fromAsync(store.list(''))).toEqual([{ key: 'k', size: 4, etag }]);
      expect((await store.get('k'))?.etag).toBe(etag);
    });
  });

  describe('reading', () => {
    it('gives whole objects, streams and ranges', async () => {
      const store = await open();
      await store.put('k/v', bytes('hello world'));
      const whole = await store.get('k/v');
      const streamed = (await Array.fromAsync(store.stream('k/v'))).map(text).join('');
      expect([text(whole?.bytes), streamed]).toEqual(['hello world', 'hello world']);
    });

    it.each([
      [0, 5, 'hello'],
      [6, 100, 'world'],
      [10, 11, 'd'],
      [11, 20, ''],
      [50, 60, ''],
      [3, 3, ''],
    ])('gives the bytes [%d, %d)', async (start, end, expected) => {
      const store = await open();
      await store.put('k', bytes('hello world'));
      expect(text(await store.slice('k', start, end))).toBe(expected);
    });

    it('gives empty objects', async () => {
      const store = await open();
      await store.put('empty', bytes(''));
      expect((await store.get('empty'))?.bytes).toHaveLength(0);
      expect((await Array.fromAsync(store.stream('empty'))).map(text).join('')).toBe('');
      expect(await store.slice('empty', 0, 10)).toHaveLength(0);
    });

    it('says what is missing', async () => {
      const store = await open();
      expect(await store.get('none')).toBeNull();
      await expect(store.slice('none', 0, 1)).rejects.toThrow(ObjectNotFoundError);
      await expect(store.slice('none', 0, 0)).rejects.toThrow(ObjectNotFoundError);
      await expect(Array.fromAsync(store.stream('none'))).rejects.toThrow(ObjectNotFoundError);
    });

    it('refuses the empty key', async () => {
      const store = await open();
      await expect(store.put('', bytes('1'))).rejects.toThrow('not an object key');
      await expect(store.get('')).rejects.toThrow('not an object key');
    });
  });

  describe('conditional writes', () => {
    it('creates only what does not exist', async () => {
      const store = await open();
      await store.put('k', bytes('1'), { ifNoneMatch: '*' });
      await expect(store.put('k', bytes('2'), { ifNoneMatch: '*' })).rejects.toThrow(PreconditionFailedError);
      expect(text((await store.get('k'))?.bytes)).toBe('1');
    });

    it('replaces only the version it names', async () => {
      const store = await open();
      const first = await store.put('k', bytes('1'));
      const second = await store.put('k', bytes('2'), { ifMatch: first.etag });
      expect(second.etag).not.toBe(first.etag);
      await expect(store.put('k', bytes('3'), { ifMatch: first.etag })).rejects.toThrow(PreconditionFailedError);
      await expect(store.put('none', bytes('3'), { ifMatch: first.etag })).rejects.toThrow(PreconditionFailedError);
      expect(text((await store.get('k'))?.bytes)).toBe('2');
      expect(await keysOf(store, '')).toEqual(['k']);
    });

    it('has exactly one winner among many at once', async () => {
      const store = await open();
      const { etag } = await store.put('k', bytes('start'));
      const race = Array.from({ length: 20 }, (_, i) => store.put('k', bytes(String(i)), { ifMatch: etag }));
      const outcomes = await Promise.allSettled(race);
      const winners = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [String(i)] : []));
      expect(winners).toEqual([text((await store.get('k'))?.bytes)]);
    });

    it('loses no increment of many at once', async () => {
      const store = await open();
      await Promise.all(Array.from({ length: 5 }, () => incrementOnce(store)));
      expect(text((await store.get('counter'))?.bytes)).toBe('5');
    });
  });
}

async function incrementOnce(store: ObjectStore): Promise<void> {
  while (true) {
    const stored = await store.get('counter');
    const next = bytes(String(1 + Number(text(stored?.bytes))));
    try {
      await store.put('counter', next, stored === null ? { ifNoneMatch: '*' } : { ifMatch: stored.etag });
      return;
    } catch (error) {
      if (!(error instanceof PreconditionFailedError)) throw error;
    }
  }
}
