import type { Payload } from '../payload.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { conflictingId, type Sighting } from '../seen-records.ts';
import { describeNoTime, readTime } from '../times.ts';
import type { CaptureRun } from './reader.ts';

/** A record whose request and response are not decoded yet. */
export interface Envelope {
  /** The time as written. null or undefined if the record has none. */
  readonly time: unknown;
  /** The id that labels refer to: the inference id, otherwise the event id. */
  readonly id: unknown;
  /** The id that no two records share. undefined if there is none. */
  readonly uniqueId: unknown;
}

/** How a line holds a captured request and response. Both functions throw RejectedRecordError. */
export interface RecordFormat<E extends Envelope> {
  /** The key of the time, by which a line that is not a record is still assigned to a window. Letters only. */
  readonly timeKey: string;
  open(line: string): E;
  decode(envelope: E): { readonly request: Payload; readonly response: Payload };
}

/** Adds the records of a file one by one, or rejects them with their line. */
export class RecordAdder<E extends Envelope> {
  readonly #run: CaptureRun;
  readonly #format: RecordFormat<E>;
  readonly #uri: string;
  readonly #writtenTime: RegExp;
  /** The last time that was parsed. Neighbouring records mostly have the same time, in whole seconds. */
  #lastText: unknown = '';
  #lastTime = Number.NaN;

  constructor(run: CaptureRun, format: RecordFormat<E>, uri: string) {
    this.#run = run;
    this.#format = format;
    this.#uri = uri;
    // Skips nested texts, in which quotes are escaped.
    this.#writtenTime = new RegExp(`"${format.timeKey}"\\s*:\\s*"([^"\\\\]{1,64})"`);
  }

  add(line: number, text: string): void {
    try {
      this.#add(line, text);
    } catch (error) {
      if (!(error instanceof RejectedRecordError)) throw error;
      this.#run.options.log.reject(error.reason, this.#uri, line, error.message, text);
    }
  }

  #add(line: number, text: string): void {
    const { rows, options } = this.#run;
    const { log, window, seen } = options;
    const envelope = this.#open(text);
    const time = this.#readTime(envelope.time);
    const isInside = window === null || (time >= window.start && time < window.end);
    if (window !== null) log.locate(isInside, time);
    if (!isInside) {
      log.passOver(1, this.#countRows(envelope));
      return;
    }
    const sighting = this.#see(envelope, line, text);
    if (sighting === 'repeat') return;
    try {
      const { request, response } = this.#format.decode(envelope);
      if (sighting === 'conflict') {
        rows.count(request, response);
        log.conflict(this.#uri, line, toId(envelope.uniqueId));
        throw conflictingId();
      }
      rows.add(request, response, time, options.ids ? toId(envelope.id) : '');
    } catch (error) {
      if (error instanceof RejectedRecordError && sighting === 'new') seen?.markUnreadable();
      throw error;
    }
  }

  /**
   * Opens a record. One that cannot be opened may still have a time, which decides whether its rejection is inside the
   * window.
   */
  #open(text: string): E {
    try {
      return this.#format.open(text);
    } catch (error) {
      const { log, window } = this.#run.options;
      const time = window === null ? Number.NaN : this.#findTime(text);
      if (window !== null && !Number.isNaN(time)) log.locate(time >= window.start && time < window.end, time);
      throw error;
    }
  }

  /** The time of a record that cannot be parsed; NaN if none is found. */
  #findTime(text: string): number {
    const match = this.#writtenTime.exec(text);
    return match === null ? Number.NaN : readTime(match[1]);
  }

  /**
   * Compares with earlier records. Callers may reuse inference ids, so without a unique id, only an identical record is
   * a repeat.
   */
  #see({ id, uniqueId }: E, line: number, text: string): Sighting {
    const { log, seen } = this.#run.options;
    if (seen === undefined) return 'new';
    const unique = toId(uniqueId);
    const known = unique === '' ? toId(id) : unique;
    const sighting = seen.see(known, text);
    if (sighting === 'repeat') log.repeat(this.#uri, line, known);
    return sighting === 'conflict' && unique === '' ? 'new' : sighting;
  }

  #readTime(value: unknown): number {
    if (value === null || value === undefined) {
      if (this.#run.options.window === null) return Number.NaN;
      throw new RejectedRecordError('invalid-time', 'the record has no inference time, so its window is unknown');
    }
    if (value === this.#lastText) return this.#lastTime;
    const time = readTime(value);
    if (Number.isNaN(time)) throw new RejectedRecordError('invalid-time', `inference time ${describeNoTime(value)}`);
    this.#lastText = value;
    this.#lastTime = time;
    return time;
  }

  /**
   * The number of rows of a record outside the window. One that cannot be read counts as one row, and is not rejected.
   */
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

/** Empty if there is no id. */
function toId(id: unknown): string {
  return typeof id === 'string' ? id : typeof id === 'number' ? String(id) : '';
}
