import type { RejectionSink } from './rejection-sink.ts';
import { decodeUtf8, isDecoded, NOT_UTF8 } from './utf8.ts';

/** Some lines of a file: `texts[i]` is line `numbers[i]`, counted from 1, or a record in that line. */
export interface LineBatch {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

/** The same as bytes, not decoded: line `i` is `buffers[i]` from `starts[i]` to `ends[i]`. */
export interface ByteBatch {
  readonly numbers: readonly number[];
  readonly buffers: readonly Uint8Array[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Collects the lines of a batch, in the form in which it hands them over. */
export interface LineCollector<B> {
  /** Lines since the last {@link take}. */
  readonly lines: number;
  /** Adds line `number`, which is `bytes[start, end)`. */
  add(number: number, bytes: Uint8Array, start: number, end: number): void;
  take(): B;
}

export class TextCollector implements LineCollector<LineBatch> {
  readonly #uri: string;
  readonly #log: RejectionSink;
  readonly #checkEncoding: boolean;
  #numbers: number[] = [];
  #texts: string[] = [];

  /** @param checkEncoding Rejects lines that are not UTF-8. Otherwise, their invalid bytes become U+FFFD. */
  constructor(uri: string, log: RejectionSink, checkEncoding: boolean) {
    this.#uri = uri;
    this.#log = log;
    this.#checkEncoding = checkEncoding;
  }

  get lines(): number {
    return this.#texts.length;
  }

  add(number: number, bytes: Uint8Array, start: number, end: number): void {
    const line = bytes.subarray(start, end);
    const text = decodeUtf8(line);
    if (this.#checkEncoding && !isDecoded(text, line)) {
      this.#log.reject('invalid-encoding', this.#uri, number, NOT_UTF8, text);
      return;
    }
    this.#numbers.push(number);
    this.#texts.push(text);
  }

  take(): LineBatch {
    const batch = { numbers: this.#numbers, texts: this.#texts };
    this.#numbers = [];
    this.#texts = [];
    return batch;
  }
}

export class ByteCollector implements LineCollector<ByteBatch> {
  #numbers: number[] = [];
  #buffers: Uint8Array[] = [];
  #starts: number[] = [];
  #ends: number[] = [];

  get lines(): number {
    return this.#numbers.length;
  }

  add(number: number, bytes: Uint8Array, start: number, end: number): void {
    this.#numbers.push(number);
    this.#buffers.push(bytes);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  take(): ByteBatch {
    const batch = { numbers: this.#numbers, buffers: this.#buffers, starts: this.#starts, ends: this.#ends };
    this.#numbers = [];
    this.#buffers = [];
    this.#starts = [];
    this.#ends = [];
    return batch;
  }
}
