import type { Worker } from 'node:worker_threads';
import { errorMessage } from '../../core/text/error-message.ts';
import type { FromReader, ToReader } from './messages.ts';
import type { Job, ShardReader } from './readers.ts';
import { ServedSources } from './served-sources.ts';

/** A thread that reads, and the files that it gets from this one. */
export class OtherThread implements ShardReader {
  readonly #worker: Worker;
  readonly #served: ServedSources;
  readonly #onIdle: () => void;
  #job: Job | null = null;
  #hasEnded = false;

  /** @param onFailure Called when the thread ends by itself, such as when it runs out of memory. */
  constructor(worker: Worker, onIdle: () => void, onFailure: (failure: Error) => void) {
    this.#onIdle = onIdle;
    this.#worker = worker;
    this.#served = new ServedSources((message, transfer) => worker.postMessage(message, transfer));
    const fail = (why: string, cause?: unknown) => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      this.#served.close();
      const failure = new Error(`a thread that read ${this.#files()} ended: ${why}`, { cause });
      this.#take()?.reject(failure);
      onFailure(failure);
    };
    worker.on('message', (message: FromReader) => this.#receive(message));
    worker.on('error', (error) => fail(errorMessage(error), error));
    worker.on('messageerror', (error) => fail(errorMessage(error), error));
    worker.on('exit', (code) => fail(`its exit code was ${code}`));
  }

  get isIdle(): boolean {
    return this.#job === null && !this.#hasEnded;
  }

  read(job: Job): void {
    this.#job = job;
    this.#served.use(job.sources);
    const files = job.sources.map(({ uri, size, etag, partitions, outside }) => ({
      uri,
      size,
      etag,
      partitions,
      outside,
    }));
    this.#worker.postMessage({ type: 'read', files, known: job.known } satisfies ToReader);
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    this.#served.close();
    await this.#worker.terminate();
  }

  #receive(message: FromReader): void {
    if (message.type === 'done') {
      this.#take()?.resolve(message.shard);
      this.#onIdle();
    } else if (message.type === 'error') {
      const { uri, error, source } = message;
      const cause = source === null ? undefined : this.#served.errorOf(source);
      this.#take()?.reject(cause ?? new Error(`${uri}: ${errorMessage(error)}`, { cause: error }));
      this.#onIdle();
    } else this.#served.receive(message);
  }

  #take(): Job | null {
    const job = this.#job;
    this.#job = null;
    return job;
  }

  #files(): string {
    const { sources } = this.#job ?? { sources: [] };
    if (sources.length === 0) return 'nothing';
    return sources.length === 1 ? sources[0].uri : `${sources[0].uri} to ${sources.at(-1)!.uri}`;
  }
}
