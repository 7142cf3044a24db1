import type { CapturedFile } from '../../core/capture/known-file.ts';
import type { FromReader, FromSource, SharedFile } from './messages.ts';

/** A file could not be read by the thread that has its store, which knows why. */
export class RemoteSourceError extends Error {
  override readonly name = 'RemoteSourceError';
  readonly id: number;

  constructor(id: number, message: string) {
    super(message);
    this.id = id;
  }
}

/** In a thread that reads: files whose bytes come from the thread that has the store. */
export class RemoteSources {
  readonly #post: (message: FromReader) => void;
  readonly #inboxes = new Map<number, Inbox>();
  #asked = 0;

  constructor(post: (message: FromReader) => void) {
    this.#post = post;
  }

  /** @param index Of the file in its shard. */
  sourceOf(file: SharedFile, index: number): CapturedFile {
    return {
      ...file,
      stream: () => this.#stream(index),
      slice: (start, end) => this.#slice(index, start, end),
    };
  }

  receive(message: FromSource): void {
    this.#inboxes.get(message.id)?.put(message);
  }

  async *#stream(file: number): AsyncGenerator<Uint8Array> {
    const [id, inbox] = this.#ask();
    let hasEnded = false;
    this.#post({ type: 'stream', id, file });
    try {
      for (let bytes = await inbox.take(); bytes !== null; bytes = await inbox.take()) {
        yield bytes;
        this.#post({ type: 'more', id });
      }
      hasEnded = true;
    } finally {
      this.#inboxes.delete(id);
      if (!hasEnded) this.#post({ type: 'close', id });
    }
  }

  async #slice(file: number, start: number, end: number): Promise<Uint8Array> {
    const [id, inbox] = this.#ask();
    this.#post({ type: 'slice', id, file, start, end });
    try {
      return (await inbox.take())!;
    } finally {
      this.#inboxes.delete(id);
    }
  }

  #ask(): readonly [number, Inbox] {
    const id = this.#asked++;
    const inbox = new Inbox();
    this.#inboxes.set(id, inbox);
    return [id, inbox];
  }
}

/** What has arrived and was not taken yet. */
class Inbox {
  readonly #messages: FromSource[] = [];
  #wake: (() => void) | null = null;

  put(message: FromSource): void {
    this.#messages.push(message);
    this.#wake?.();
  }

  /** The next bytes; null: there are no more. Throws RemoteSourceError. */
  async take(): Promise<Uint8Array | null> {
    while (this.#messages.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.#messages.shift()!;
    if (message.type === 'failed') throw new RemoteSourceError(message.id, message.message);
    return message.type === 'bytes' ? message.bytes : null;
  }
}
