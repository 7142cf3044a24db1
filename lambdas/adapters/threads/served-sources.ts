import type { DataSource } from '../../core/ports.ts';
import { errorMessage } from '../../core/text/error-message.ts';
import type { FromReader, ToReader } from './messages.ts';

/** Pieces of a stream that are on their way to the reader. More of them wait in the source. */
const PIECES_AHEAD = 4;

type Request = Extract<FromReader, { readonly id: number }>;

interface Stream {
  /** Pieces that may be sent. */
  credit: number;
  isClosed: boolean;
  wake: () => void;
}

/** In the thread that has the stores: gives a thread that reads the bytes of its files, as fast as it reads them. */
export class ServedSources {
  readonly #post: (message: ToReader, transfer: ArrayBuffer[]) => void;
  readonly #streams = new Map<number, Stream>();
  readonly #errors = new Map<number, unknown>();
  #sources: readonly DataSource[] = [];

  constructor(post: (message: ToReader, transfer: ArrayBuffer[]) => void) {
    this.#post = post;
  }

  /** Serves other files from now on. */
  use(sources: readonly DataSource[]): void {
    this.close();
    this.#sources = sources;
    this.#errors.clear();
  }

  receive(request: Request): void {
    const stream = this.#streams.get(request.id);
    if (request.type === 'stream') void this.#stream(request.id, this.#sources[request.file]);
    else if (request.type === 'slice') void this.#slice(request, this.#sources[request.file]);
    else if (stream !== undefined) {
      if (request.type === 'more') stream.credit++;
      else stream.isClosed = true;
      stream.wake();
    }
  }

  /** The error of a source; undefined without one. */
  errorOf(id: number): unknown {
    return this.#errors.get(id);
  }

  /** Closes all streams. */
  close(): void {
    for (const stream of this.#streams.values()) {
      stream.isClosed = true;
      stream.wake();
    }
  }

  async #stream(id: number, source: DataSource): Promise<void> {
    const stream: Stream = { credit: PIECES_AHEAD, isClosed: false, wake: () => {} };
    this.#streams.set(id, stream);
    try {
      for await (const piece of source.stream()) {
        while (stream.credit === 0 && !stream.isClosed) {
          await new Promise<void>((resolve) => {
            stream.wake = resolve;
          });
        }
        if (stream.isClosed) return;
        stream.credit--;
        this.#send(id, piece);
      }
      this.#post({ type: 'end', id }, []);
    } catch (error) {
      this.#fail(id, error);
    } finally {
      this.#streams.delete(id);
    }
  }

  async #slice({ id, start, end }: Extract<FromReader, { readonly type: 'slice' }>, source: DataSource): Promise<void> {
    try {
      this.#send(id, await source.slice(start, end));
    } catch (error) {
      this.#fail(id, error);
    }
  }

  /** A copy: the bytes may be part of a buffer that others use too. */
  #send(id: number, piece: Uint8Array): void {
    const bytes = new Uint8Array(piece);
    this.#post({ type: 'bytes', id, bytes }, [bytes.buffer]);
  }

  #fail(id: number, error: unknown): void {
    this.#errors.set(id, error);
    this.#post({ type: 'failed', id, message: errorMessage(error) }, []);
  }
}
