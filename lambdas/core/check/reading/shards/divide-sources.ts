import type { DataSource } from '../../../ports.ts';

/**
 * Files with this many bytes together are a shard. Reading one takes about a tenth of a second, so handing it over and
 * merging it counts for little, and what a few of them hold fits into each reader's memory.
 */
export const SHARD_BYTES = 16 * 2 ** 20;

/**
 * Divides files into shards, in the order of their listing. The division depends on nothing but the files, because sums
 * of numbers that are not whole depend on it in their last bits.
 */
export async function* divideSources(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  shardBytes = SHARD_BYTES,
): AsyncGenerator<readonly DataSource[]> {
  let shard: DataSource[] = [];
  let bytes = 0;
  for await (const source of sources) {
    shard.push(source);
    bytes += source.size;
    if (bytes < shardBytes) continue;
    yield shard;
    shard = [];
    bytes = 0;
  }
  if (shard.length > 0) yield shard;
}
