import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { S3Place } from '../../lambdas/adapters/aws/s3-uri.ts';
import { longestArn, readAccessSize, readableKeys } from '../../lib/read-access.ts';

const place: fc.Arbitrary<S3Place> = fc.record({
  bucket: fc.constantFrom('captures', 'labels'),
  path: fc.oneof(fc.constantFrom('', 'a', 'a/', 'a/b', 'object.csv'), fc.stringMatching(/^[a-z]{1,400}\/?$/)),
});

describe('what a function may read', () => {
  it.each([
    ['a folder', 'churn/', ['churn/*']],
    ['a folder or an object', 'churn', ['churn', 'churn/*']],
    ['a whole bucket', '', ['*']],
  ])('%s', (_, path, keys) => {
    expect(readableKeys([{ bucket: 'captures', path }])).toEqual([{ bucket: 'captures', keys }]);
  });

  it('has one statement where monitors share a location', () => {
    const shared = { bucket: 'captures', path: 'all/' };
    expect(readableKeys([shared, { ...shared, path: 'churn/' }, { ...shared }])).toEqual([
      { bucket: 'captures', keys: ['all/*', 'churn/*'] },
    ]);
  });

  it('covers the named locations and nothing else, in statements of limited length', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), (places) => {
        const found = readableKeys(places);
        const given = places.flatMap((one) => readableKeys([one]));
        const lines = (list: typeof found) => list.flatMap(({ bucket, keys }) => keys.map((key) => `${bucket} ${key}`));
        expect(new Set(lines(found))).toEqual(new Set(lines(given)));
        expect(new Set(lines(found)).size).toBe(lines(found).length);
        for (const { keys } of found.filter((batch) => batch.keys.length > 1)) {
          expect(keys.length * longestArn(places)).toBeLessThanOrEqual(1500);
        }
      }),
    );
  });

  it('takes more space with every location', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 40 }), (places) => {
        expect(readAccessSize(places.slice(1))).toBeLessThanOrEqual(readAccessSize(places));
      }),
    );
  });
});
