import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideParts, divideSources } from '../../../../lambdas/core/check/reading/shards/divide-sources.ts';
import { sourceOf } from '../../capture/memory-source.ts';
import { checkEndpointShards, checkTableShards } from './dividing.ts';

describe('a window that is read in shards', () => {
  it('is found to be the same as one that is read at once: captures of an endpoint', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), checkEndpointShards), { numRuns: 100 });
  });

  it('is found to be the same as one that is read at once: plain tables', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), checkTableShards), { numRuns: 100 });
  });
});

describe('the division into shards', () => {
  it('ends a shard with the file that fills it, whatever reads them', async () => {
    const sizes = [5, 5, 1, 20, 3, 3];
    const sources = sizes.map((size, i) => sourceOf('x'.repeat(size), { uri: `memory:${i}` }));
    const shards = await Array.fromAsync(divideSources(sources, 10));
    expect(shards.map((shard) => shard.map(({ size }) => size))).toEqual([
      [5, 5],
      [1, 20],
      [3, 3],
    ]);
    expect(await Array.fromAsync(divideSources([], 10))).toEqual([]);
  });

  it('makes shards of 16 MB: another size would change the last bits of sums', async () => {
    const sizes = [10, 6, 15, 0.9, 0.1, 3].map((megabytes) => megabytes * 2 ** 20);
    const sources = sizes.map((size) => ({ ...sourceOf(''), size }));
    const shards = await Array.fromAsync(divideSources(sources));
    expect(shards.map(({ length }) => length)).toEqual([2, 3, 1]);
  });

  it('makes parts of 1 GB from whole shards', async () => {
    const sizes = [1000, 10, 6, 8, 20, 1024, 5, 1018].map((megabytes) => megabytes * 2 ** 20);
    const sources = sizes.map((size) => ({ ...sourceOf(''), size }));
    const parts = await Array.fromAsync(divideParts(sources));
    // 10 and 6 are a shard, and so are 8 and 20, and 5 and 1018.
    expect(parts.map((part) => part.map(({ size }) => size / 2 ** 20))).toEqual([
      [1000, 10, 6, 8, 20],
      [1024],
      [5, 1018],
    ]);
    const shards = await Array.fromAsync(divideSources(sources));
    const inParts = await Promise.all(parts.map((part) => Array.fromAsync(divideSources(part))));
    expect(inParts.flat()).toEqual(shards);
  });
});
