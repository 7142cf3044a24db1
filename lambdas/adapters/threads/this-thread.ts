import type { CapturedFile } from '../../core/capture/known-file.ts';
import { openFiles } from '../../core/capture/open-ahead.ts';
import type { ReadingPlan } from '../../core/check/reading/shards/shard.ts';
import { readShard } from '../../core/check/reading/shards/window-reading.ts';
import type { Job, ShardReader } from './readers.ts';

/** This thread. It reads while all others are busy, because it would only wait for them. */
export class ThisThread implements ShardReader {
  readonly #plan: ReadingPlan;
  readonly #onIdle: () => void;
  #hasEnded = false;
  isIdle = true;

  constructor(plan: ReadingPlan, onIdle: () => void) {
    this.#plan = plan;
    this.#onIdle = onIdle;
  }

  read({ sources, known, resolve, reject }: Job): void {
    this.isIdle = false;
    readShard(this.#plan, this.#untilEnd(openFiles(this.#plan.capture, sources)), known)
      .then(resolve, reject)
      .then(() => {
        this.isIdle = true;
        this.#onIdle();
      });
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
  }

  async *#untilEnd(sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>): AsyncGenerator<CapturedFile> {
    for await (const source of sources) {
      if (this.#hasEnded) return;
      yield source;
    }
  }
}
