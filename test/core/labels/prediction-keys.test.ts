import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_REQUEST, PredictionKeys } from '../../../lambdas/core/labels/prediction-keys.ts';
import { KeyedHash } from '../../../lambdas/core/text/keyed-hash.ts';
import { ANY_ID } from './ids.ts';

function keysOf(ids: readonly string[], keys = new PredictionKeys()): PredictionKeys {
  keys.append({ rows: ids.length, ids: [...ids], positions: new Int32Array(ids.length) });
  return keys;
}

/** The requests of rows, or the numbers of rows if each is a request of its own. */
function requestsOf({ rows, requestOf }: PredictionKeys): number[] {
  return requestOf === null ? Array.from({ length: rows }, (_, row) => row) : [...requestOf];
}

/** Numbers ids as {@link PredictionKeys} does, with the texts in a Map. */
function numberPlainly(ids: readonly string[]): { requests: number[]; numbers: Map<string, number> } {
  const numbers = new Map<string, number>();
  const requests = ids.map((id) => {
    if (id === '') return NO_REQUEST;
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return numbers.get(id)!;
  });
  return { requests, numbers };
}

describe('PredictionKeys', () => {
  it('collects requests and positions over chunks', () => {
    const keys = new PredictionKeys();
    keys.append({ rows: 2, ids: ['a', 'a'], positions: Int32Array.of(0, 1) });
    keys.append({ rows: 3, ids: ['b', '', 'a'], positions: Int32Array.of(0, 0, 2) });
    expect([keys.rows, keys.requests, [...keys.requestOf!], [...keys.positions!]]).toEqual([
      5,
      2,
      [0, 0, 1, -1, 0],
      [0, 1, 0, 0, 2],
    ]);
    expect(['a', 'b', '', 'c'].map((id) => keys.find(id))).toEqual([0, 1, undefined, undefined]);
  });

  it('keeps neither requests nor positions of rows while each row is a request of its own', () => {
    const keys = keysOf(['a', 'b']);
    expect([keys.rows, keys.requests, keys.requestOf, keys.positions]).toEqual([2, 2, null, null]);
    keysOf(['', 'a'], keys);
    expect([keys.rows, keys.requests, [...keys.requestOf!], keys.positions]).toEqual([4, 2, [0, 1, -1, 0], null]);
  });

  it('needs ids', () => {
    expect(() => new PredictionKeys().append({ rows: 1, ids: null, positions: null })).toThrow('without ids');
  });

  it('numbers and finds any ids as a Map of texts does, under any key', () => {
    const ids = fc.array(ANY_ID, { maxLength: 30 });
    const key = fc.array(fc.maxSafeInteger(), { minLength: 4, maxLength: 4 }).map((words) => Int32Array.from(words));
    fc.assert(
      fc.property(ids, fc.array(ANY_ID, { maxLength: 10 }), key, (given, others, words) => {
        const keys = keysOf(given, new PredictionKeys(new KeyedHash(words)));
        const { requests, numbers } = numberPlainly(given);
        expect(requestsOf(keys)).toEqual(requests);
        expect([keys.requests, keys.rows]).toEqual([numbers.size, given.length]);
        expect(keys.withoutId).toBe(given.filter((id) => id === '').length);
        expect(keys.firstId).toBe(given.find((id) => id !== '') ?? null);
        for (const id of [...given, ...others]) expect(keys.find(id)).toBe(numbers.get(id));
        // The same from what is stored, which has no id.
        const again = PredictionKeys.of(keys.stored, new KeyedHash(words));
        expect(requestsOf(again)).toEqual(requests);
        expect([again.requests, again.rows, again.withoutId, again.firstId]).toEqual([
          keys.requests,
          keys.rows,
          keys.withoutId,
          null,
        ]);
        for (const id of [...given, ...others]) expect(again.find(id)).toBe(numbers.get(id));
      }),
      { numRuns: 300 },
    );
  });

  it('numbers many ids that are alike as a Map of texts does', () => {
    const ids = Array.from({ length: 30_000 }, (_, i) => `${i % 3 === 0 ? 'request-' : ''}${(i * 7919) % 20_011}`);
    const { requests, numbers } = numberPlainly(ids);
    const keys = keysOf(ids);
    expect(requestsOf(keys)).toEqual(requests);
    expect(ids.every((id) => keys.find(id) === numbers.get(id))).toBe(true);
    expect(keys.find('request-20011')).toBeUndefined();
  });

  /** Pairs with one TextHash: the last word was chosen to undo what the first changes. Any caller can find such pairs. */
  it.each([
    ['2682-request-12-bddb', 'd456-request-12-lM8c'],
    ['8269-request-12-7633', '0ae6-request-12-tUVK'],
    ['3723-request-12-ed39', '8089-request-12-kdIP'],
  ])('tells apart ids chosen to share a hash without a key: %s, %s', (one, other) => {
    expect(requestsOf(keysOf([one, other]))).toEqual([0, 1]);
  });
});
