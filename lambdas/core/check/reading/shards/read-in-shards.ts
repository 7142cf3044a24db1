import type { CapturedFile } from '../../../capture/known-file.ts';
import { openFiles } from '../../../capture/open-ahead.ts';
import type { SeenPart } from '../../../capture/seen-records.ts';
import type { Readers } from '../../../ports.ts';
import type { SourceCounter } from '../../../sources.ts';
import { divideSources } from './divide-sources.ts';
import type { CaptureShard, ReadingPlan } from './shard.ts';
import { WindowReading } from './window-reading.ts';

/**
 * From this many bytes of captures on, threads read them. Each compiles the same functions again, about 0.5 s of
 * processor time. On two quiet processors, two threads took 1.55 s in place of 1.49 s for 231 MB, and 5.0 s in place of
 * 6.0 s for 1,156 MB (`npm run bench -- --payload csv --rows 2500000`).
 */
const THREADS_FROM_BYTES = 512 * 2 ** 20;

export interface ShardsOptions {
  /** What has to be known of the files before these. @default - nothing */
  readonly known?: SeenPart | null;
  /** @default - this thread reads all */
  readonly readers?: Readers | undefined;
  /** Counts files before they are read here, or when they have been read elsewhere. */
  readonly counter: SourceCounter;
  /** Called now and then with what was read so far. */
  readonly onProgress?: (reading: WindowReading) => void;
  /** @default SHARD_BYTES */
  readonly shardBytes?: number;
  /** @default THREADS_FROM_BYTES */
  readonly threadsFromBytes?: number;
}

/** Reads files shard by shard, here or by threads. What comes of it is the same to the bit, however many threads read. */
export async function readInShards(
  plan: ReadingPlan,
  sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>,
  options: ShardsOptions,
): Promise<WindowReading> {
  const { readers, shardBytes, known = null, threadsFromBytes = THREADS_FROM_BYTES } = options;
  const reading = new WindowReading(plan, known);
  const shards = divideSources(sources, shardBytes);
  if (readers === undefined) return readHere(reading, plan, shards, options);
  const first: (readonly CapturedFile[])[] = [];
  for (let bytes = 0; bytes < threadsFromBytes; ) {
    const { done, value } = await shards.next();
    if (done === true) return readHere(reading, plan, first, options);
    first.push(value);
    for (const { size, outside } of value) if (outside === undefined) bytes += size;
  }
  return readElsewhere(reading, plan, both(first, shards), readers, options);
}

async function* both<T>(first: Iterable<T>, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}

type Shards = AsyncIterable<readonly CapturedFile[]> | Iterable<readonly CapturedFile[]>;

async function readHere(
  reading: WindowReading,
  { capture }: ReadingPlan,
  shards: Shards,
  { counter, onProgress }: ShardsOptions,
): Promise<WindowReading> {
  for await (const sources of shards) {
    reading.beginShard(sources);
    await reading.read(counter.count(openFiles(capture, sources)), () => onProgress?.(reading));
  }
  return reading;
}

/** Asks for a few shards ahead, and adds them in their order. */
async function readElsewhere(
  reading: WindowReading,
  plan: ReadingPlan,
  shards: Shards,
  threads: Readers,
  { counter, onProgress }: ShardsOptions,
): Promise<WindowReading> {
  const readers = threads.start<CaptureShard, SeenPart>(plan);
  const asked: { readonly sources: readonly CapturedFile[]; readonly shard: Promise<CaptureShard> }[] = [];
  const addNext = async () => {
    const { sources, shard } = asked.shift()!;
    const part = await shard;
    reading.beginShard(sources);
    const known = reading.absorb(part);
    if (known !== null) reading.absorbKnowing(await readers.read(sources, known));
    for (const source of sources) counter.add(source);
    onProgress?.(reading);
  };
  try {
    for await (const sources of shards) {
      const shard = readers.read(sources, null);
      // Thrown in its turn, if that comes.
      shard.catch(() => {});
      asked.push({ sources, shard });
      if (asked.length >= readers.ahead) await addNext();
    }
    while (asked.length > 0) await addNext();
  } finally {
    await readers.close();
  }
  return reading;
}
