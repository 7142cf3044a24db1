import { expect, it } from 'vitest';
import { Bucket } from './bucket.ts';
import { Lifecycle, readLifecycle } from './lifecycle.ts';

const DAY = 86_400_000;
/** A morning. */
const NOW = Date.UTC(2026, 0, 10, 9);
const MIDNIGHT = Date.UTC(2026, 0, 11);

const bytes = new Uint8Array([1]);

/** A versioned bucket with rules, and what is in it at a midnight. */
function open(rules: readonly object[]) {
  const bucket = new Bucket('b', { versioned: true });
  const lifecycle = new Lifecycle(
    new Map([[bucket, readLifecycle({ Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) })]]),
  );
  return {
    bucket,
    put: (key: string, time = NOW) => bucket.put(key, bytes, time, 'text/plain'),
    keys: () => bucket.list('').objects.map(({ key }) => key),
    advance: async (days: number) => {
      for (let day = 0; day < days; day++) await lifecycle.run(MIDNIGHT + day * DAY);
    },
  };
}

it('deletes objects below a prefix on the midnight after so many days', async () => {
  const { put, keys, advance } = open([{ Prefix: 'rows/', ExpirationInDays: 2 }]);
  put('rows/a');
  put('other');
  await advance(2);
  expect(keys()).toEqual(['other', 'rows/a']);
  await advance(3);
  expect(keys()).toEqual(['other']);
});

it('takes the shorter time where two rules apply', async () => {
  const { put, keys, advance } = open([
    { Prefix: 'rows/', ExpirationInDays: 9 },
    { Prefix: 'rows/a/', ExpirationInDays: 1 },
  ]);
  put('rows/a/1');
  put('rows/b/1');
  await advance(2);
  expect(keys()).toEqual(['rows/b/1']);
});

it('deletes versions that were replaced or deleted, and then the marker of the deletion', async () => {
  const { bucket, put, advance } = open([
    { ExpiredObjectDeleteMarker: true, NoncurrentVersionExpiration: { NoncurrentDays: 5 } },
    { Prefix: 'rows/', ExpirationInDays: 1, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
  ]);
  put('rows/a');
  put('kept');
  put('kept', NOW + 1);
  await advance(2);
  expect([bucket.get('rows/a'), bucket.versions('rows/a').length, bucket.versions('kept').length]).toEqual([
    undefined,
    1,
    2,
  ]);
  await advance(3);
  expect(bucket.versions('rows/a')).toEqual([]);
  await advance(6);
  expect(bucket.versions('kept')).toHaveLength(1);
});

it.each<[string, object[], string]>([
  ['a marker with days', [{ ExpirationInDays: 1, ExpiredObjectDeleteMarker: true }], 'MalformedXML'],
  ['no days', [{ ExpirationInDays: 0 }], 'MalformedXML'],
  ['more rules than a bucket has', Array(1001).fill({ ExpirationInDays: 1 }), 'MalformedXML'],
  ['what it does not imitate', [{ TagFilters: [] }], 'UnsupportedError'],
])('refuses %s', (_, rules, name) => {
  const error = (() => {
    try {
      open(rules);
    } catch (thrown) {
      return thrown as { name: string; code?: string };
    }
  })();
  expect([error?.name, error?.code]).toContain(name);
});
