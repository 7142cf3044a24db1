import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ListingDigest } from '../../lambdas/core/listing-digest.ts';

const file = fc.record({ uri: fc.string(), size: fc.nat(), etag: fc.string() });

function digestOf(files: readonly { uri: string; size: number; etag: string }[]): ListingDigest {
  const digest = new ListingDigest();
  for (const each of files) digest.add(each);
  return digest;
}

describe('ListingDigest', () => {
  it('is the same in any order and in any parts', () => {
    fc.assert(
      fc.property(fc.array(file), fc.nat(), (files, cut) => {
        const at = cut % (files.length + 1);
        const parts = digestOf(files.slice(at));
        parts.addAll(digestOf(files.slice(0, at).reverse()));
        expect(`${parts}`).toBe(`${digestOf(files)}`);
      }),
    );
  });

  const known = { uri: 's3://labels/2001/02/03/05/a.jsonl', size: 400, etag: '"one"' };
  it.each([
    ['another name', [{ ...known, uri: 's3://labels/2001/02/03/05/b.jsonl' }]],
    ['another size', [{ ...known, size: 401 }]],
    ['another version', [{ ...known, etag: '"two"' }]],
    ['one more', [known, { ...known, uri: 's3://labels/2001/02/03/06/a.jsonl' }]],
    ['the same twice', [known, known]],
    ['none', []],
  ])('is another one with %s', (_name, files) => {
    expect(`${digestOf(files)}`).not.toBe(`${digestOf([known])}`);
  });
});
