import type { DataSource } from '../../ports.ts';
import type { CaptureChunk } from '../chunk.ts';
import { type LineBatch, readLines } from '../lines.ts';
import type { Payload } from '../payload.ts';
import { RejectedRecordError } from '../rejections.ts';
import { describeNoTime, readTime } from '../times.ts';
import type { CaptureRun } from './reader.ts';

/** A record whose sides are not decoded yet. */
export interface Envelope {
  /** As written; null or undefined where the record has no time. */
  readonly time: unknown;
  /** The inference id, else the event id. */
  readonly id: unknown;
}

/** How one line holds one captured exchange. Both steps throw RejectedRecordError. */
export interface RecordFormat<E extends Envelope> {
  open(line: string): E;
  decode(envelope: E): { readonly request: Payload; readonly response: Payload };
}

/** Reads a file with one exchange a line; see {@link CaptureReader.read}. */
export function readRecordLines<E extends Envelope>(
  source: DataSource,
  run: CaptureRun,
  format: RecordFormat<E>,
): AsyncGenerator<CaptureChunk> {
  return addRecordLines(readLines(source, { log: run.options.log, records: true }), source, run, format);
}

/** Adds the exchanges of a file's lines. */
export async function* addRecordLines<E extends Envelope>(
  lines: AsyncIterable<LineBatch>,
  source: DataSource,
  run: CaptureRun,
  format: RecordFormat<E>,
): AsyncGenerator<CaptureChunk> {
  const adder = new RecordAdder(run, format, source.uri);
  for await (const { numbers, texts } of lines) {
    for (let i = 0; i < texts.length; i++) {
      adder.add(numbers[i], texts[i]);
      if (run.rows.hasFull) yield* run.rows.takeFull();
    }
  }
}

/** Adds one record after the other, or rejects it with its place. */
class RecordAdder<E extends Envelope> {
  readonly #run: CaptureRun;
  readonly #format: RecordFormat<E>;
  readonly #uri: string;
  /** Neighbouring records mostly share their second. */
  #lastText: unknown = '';
  #lastTime = Number.NaN;

  constructor(run: CaptureRun, format: RecordFormat<E>, uri: string) {
    this.#run = run;
    this.#format = format;
    this.#uri = uri;
  }

  add(line: number, text: string): void {
    try {
      this.#add(text);
    } catch (error) {
      if (!(error instanceof RejectedRecordError)) throw error;
      this.#run.options.log.reject(error.reason, this.#uri, line, error.message, text);
    }
  }

  #add(text: string): void {
    const { rows, options } = this.#run;
    const envelope = this.#format.open(text);
    const time = this.#readTime(envelope.time);
    const { window } = options;
    if (window !== null && !(time >= window.start && time < window.end)) {
      options.log.passOver(1, this.#countRows(envelope));
      return;
    }
    const { request, response } = this.#format.decode(envelope);
    rows.add(request, response, time, options.ids ? toId(envelope.id) : '');
  }

  #readTime(value: unknown): number {
    if (value === null || value === undefined) {
      if (this.#run.options.window === null) return Number.NaN;
      throw new RejectedRecordError('invalid-time', 'the record has no inference time, so its window is not known');
    }
    if (value === this.#lastText) return this.#lastTime;
    const time = readTime(value);
    if (Number.isNaN(time)) throw new RejectedRecordError('invalid-time', `inference time ${describeNoTime(value)}`);
    this.#lastText = value;
    this.#lastTime = time;
    return time;
  }

  /** What is broken outside the window is none of this reading's business. */
  #countRows(envelope: E): number {
    try {
      const { request, response } = this.#format.decode(envelope);
      return this.#run.rows.count(request, response);
    } catch (error) {
      if (error instanceof RejectedRecordError) return 1;
      throw error;
    }
  }
}

function toId(id: unknown): string {
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id === 'number') return String(id);
  throw new RejectedRecordError('not-a-capture-record', 'the record has neither an inference id nor an event id');
}
