import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CapturedFile } from '../../core/capture/known-file.ts';
import type { SeenPart } from '../../core/capture/seen-records.ts';
import type { CaptureShard, ReadingPlan } from '../../core/check/reading/shards/shard.ts';
import type { PartReaders, Readers } from '../../core/ports.ts';
import { OtherThread } from './other-thread.ts';
import type { Job, ShardReader } from './readers.ts';
import { ThisThread } from './this-thread.ts';

/** What threads run. It is beside this module in the sources, and beside the bundles in which both are. */
const ENTRY = new URL(`./reader-thread${extname(fileURLToPath(import.meta.url))}`, import.meta.url);

/** Memory of a thread with its part of a window, at the most: `npm run bench` shows what a check takes with one and with all. */
const THREAD_MEGABYTES = 120;

/**
 * Threads that read shards of captures, this one among them: as many as are wanted at a time, at most `count`.
 *
 * @param entry What the others run.
 */
export function readerThreads(count: number, entry: URL = ENTRY): Readers {
  // Options of this process, such as a debugger's, are not meant for the others.
  const start = (plan: unknown) => new Worker(entry, { workerData: plan, execArgv: [] });
  return {
    megabytes: (count - 1) * THREAD_MEGABYTES,
    start: <Part, Known>(plan: unknown) =>
      // Only `readInShards` starts readers: its plans are `ReadingPlan`s, and the parts that it wants `CaptureShard`s.
      new ReaderThreads(plan as ReadingPlan, count - 1, () => start(plan)) as PartReaders<
        unknown,
        never
      > as PartReaders<Part, Known>,
  };
}

/** One for each processor. undefined: there is one only, which this thread uses. */
export function threadsFor(processors: number): Readers | undefined {
  return processors < 2 ? undefined : readerThreads(processors);
}

class ReaderThreads implements PartReaders<CaptureShard, SeenPart> {
  readonly ahead: number;
  readonly #others: number;
  readonly #startThread: () => Worker;
  readonly #threads: ShardReader[] = [];
  readonly #here: ShardReader;
  readonly #waiting: Job[] = [];
  /** Why no thread reads any more. */
  #failure: Error | null = null;

  constructor(plan: ReadingPlan, others: number, startThread: () => Worker) {
    this.#others = others;
    this.#startThread = startThread;
    this.#here = new ThisThread(plan, () => this.#distribute());
    // One that is read by each, and one that waits for it.
    this.ahead = 2 * (others + 1);
  }

  read(sources: readonly CapturedFile[], known: SeenPart | null): Promise<CaptureShard> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sources, known, resolve, reject });
      this.#distribute();
    });
  }

  async close(): Promise<void> {
    this.#failure ??= new Error('reading has ended');
    this.#distribute();
    await Promise.all([this.#here, ...this.#threads].map((thread) => thread.end()));
  }

  #distribute(): void {
    while (this.#waiting.length > 0) {
      const idle = this.#failure === null ? this.#findIdle() : null;
      if (this.#failure !== null) this.#waiting.shift()!.reject(this.#failure);
      else if (idle === null) return;
      else idle.read(this.#waiting.shift()!);
    }
  }

  #findIdle(): ShardReader | null {
    const idle = this.#threads.find(({ isIdle }) => isIdle);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.#others) return this.#start();
    return this.#here.isIdle ? this.#here : null;
  }

  #start(): ShardReader {
    const fail = (failure: Error) => {
      this.#failure = failure;
      this.#distribute();
    };
    const thread = new OtherThread(this.#startThread(), () => this.#distribute(), fail);
    this.#threads.push(thread);
    return thread;
  }
}
