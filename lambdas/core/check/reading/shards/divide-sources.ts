import type { CapturedFile } from '../../../capture/known-file.ts';

/**
 * Files with this many bytes together are a shard. Reading one takes about a tenth of a second, so handing it over and
 * merging it counts for little, and what a few of them hold fits into each reader's memory.
 */
export const SHARD_BYTES = 16 * 2 ** 20;

/**
 * Shards with this many bytes together are a part of a window: what a run reads of one that is too large for a single run. At the
 * 50 MB/s of a slow function that takes 20 s, and the fewer parts there are, the less there is to merge.
 */
export const PART_BYTES = 64 * SHARD_BYTES;

/**
 * Divides files into shards, in the order of their listing. The division depends on nothing but the files, whether they are read or
 * known, because sums of numbers that are not whole depend on it in their last bits.
 */
export async function* divideSources(
  sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>,
  shardBytes = SHARD_BYTES,
): AsyncGenerator<readonly CapturedFile[]> {
  let shard: CapturedFile[] = [];
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

/** Divides files into parts, each of whole shards. */
export async function* divideParts(
  sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>,
): AsyncGenerator<readonly CapturedFile[]> {
  let part: CapturedFile[] = [];
  for await (const shard of divideSources(sources)) {
    part.push(...shard);
    if (bytesOf(part) < PART_BYTES) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** What files hold together. */
export function bytesOf(sources: readonly CapturedFile[]): number {
  return sources.reduce((sum, { size }) => sum + size, 0);
}
