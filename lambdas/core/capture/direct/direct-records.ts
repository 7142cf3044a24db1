import type { CaptureOptions, CaptureRows } from '../capture-rows.ts';
import { conflictingId } from '../seen-records.ts';
import type { CaptureSpec } from '../spec.ts';
import { decodeUtf8 } from '../utf8.ts';
import { learnRecord } from './learn-template.ts';
import { RecordCells } from './record-cells.ts';
import { DIFFERENT, endOfPlainText, type RecordTemplate, type Variable } from './record-template.ts';
import { TimeBytes } from './time-bytes.ts';

/** After so many unusual records in a row, the next ones are not tried, at most {@link LONGEST_PAUSE} of them. */
const PATIENCE = 8;
const LONGEST_PAUSE = 1024;

/**
 * Reads records of SageMaker's data capture that repeat the one before except for their ids, times and values: from
 * their bytes into columns, without an object or a text for each. Every other record is left to the general reader,
 * which defines the result: here it is the same.
 */
export class DirectRecords {
  readonly #rows: CaptureRows;
  readonly #options: CaptureOptions;
  readonly #cells: RecordCells;
  readonly #times = new TimeBytes();
  #template: RecordTemplate | null = null;
  /** Whether the last record had other bytes than the template. */
  #isDifferent = true;
  /** Unusual records in a row, and how many of the next records are not tried. */
  #unusual = 0;
  #pause = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #bytes: Uint8Array = new Uint8Array(0);
  #eventIdStart = 0;
  #eventIdEnd = 0;
  #inferenceIdStart = 0;
  #inferenceIdEnd = 0;
  #time = Number.NaN;

  /** null: captures of this kind are left to the general reader. */
  static of(spec: CaptureSpec, options: CaptureOptions, rows: CaptureRows): DirectRecords | null {
    const { places } = rows;
    const cells = places === null || options.direct === false ? null : RecordCells.of(spec, places);
    return cells === null ? null : new DirectRecords(options, rows, cells);
  }

  private constructor(options: CaptureOptions, rows: CaptureRows, cells: RecordCells) {
    this.#options = options;
    this.#rows = rows;
    this.#cells = cells;
  }

  /** Starts another file. */
  openFile(): void {
    this.#cells.openFile();
  }

  /** Adds the record in line `line`, `bytes[start, end)`. Returns false, and does nothing, if it is unusual. */
  add(bytes: Uint8Array, start: number, end: number, line: number, uri: string): boolean {
    if (this.#pause > 0) {
      this.#pause--;
      return false;
    }
    const rows = this.#template === null ? -1 : this.#read(this.#template, bytes, start, end);
    if (rows < 0) {
      this.#unusual++;
      if (this.#unusual > PATIENCE) this.#pause = Math.min(LONGEST_PAUSE, 2 ** (this.#unusual - PATIENCE));
      return false;
    }
    this.#unusual = 0;
    this.#addRows(rows, bytes, start, end, line, uri);
    return true;
  }

  /** Learns from a record that {@link add} has left to the general reader. */
  learn(bytes: Uint8Array, start: number, end: number): void {
    if (this.#pause > 0 || !this.#isDifferent) return;
    const learned = learnRecord(bytes.subarray(start, end));
    const isReadable = learned !== null && this.#cells.expect(learned.request, learned.response);
    this.#template = isReadable ? learned.template : null;
  }

  /** Reads a record. Returns its number of rows, -1 if it is unusual. */
  #read(template: RecordTemplate, bytes: Uint8Array, start: number, end: number): number {
    const { variables } = template;
    this.#isDifferent = true;
    this.#inferenceIdStart = this.#inferenceIdEnd = 0;
    const view = this.#viewOf(bytes);
    let at = start;
    for (let i = 0; i < variables.length; i++) {
      at = template.skip(i, view, at);
      if (at === DIFFERENT) return -1;
      at = this.#readVariable(variables[i], bytes, at);
      if (at < 0) {
        this.#isDifferent = false;
        return -1;
      }
    }
    if (template.skip(variables.length, view, at) !== end) return -1;
    this.#isDifferent = false;
    if (Number.isNaN(this.#time) || this.#eventIdStart === this.#eventIdEnd) return -1;
    return this.#cells.rows;
  }

  /** Returns the index of the quote after the text, -1 if it is unusual. */
  #readVariable(variable: Variable, bytes: Uint8Array, start: number): number {
    const { request, response } = this.#cells;
    if (variable === 'request') return request.read(bytes, start);
    if (variable === 'response' && response !== null) return response.read(bytes, start);
    const end = endOfPlainText(bytes, start);
    if (end === DIFFERENT) return -1;
    if (variable === 'time') this.#time = this.#times.read(bytes, start, end);
    else if (variable === 'eventId') {
      this.#eventIdStart = start;
      this.#eventIdEnd = end;
    } else if (variable === 'inferenceId') {
      this.#inferenceIdStart = start;
      this.#inferenceIdEnd = end;
    } else if (start === end) return -1;
    return end;
  }

  #addRows(rows: number, bytes: Uint8Array, start: number, end: number, line: number, uri: string): void {
    const { log, window, seen, ids } = this.#options;
    const time = this.#time;
    if (window !== null) {
      const isInside = time >= window.start && time < window.end;
      log.locate(isInside, time);
      if (!isInside) {
        log.passOver(1, rows);
        return;
      }
    }
    const sighting = seen?.seeBytes(this.#view, this.#eventIdStart, this.#eventIdEnd, start, end) ?? 'new';
    if (sighting === 'new') {
      this.#rows.addRows(rows, this.#cells, time, ids ? this.#id(bytes) : '');
      return;
    }
    const eventId = decodeUtf8(bytes.subarray(this.#eventIdStart, this.#eventIdEnd));
    if (sighting === 'repeat') {
      log.repeat(uri, line, eventId);
      return;
    }
    const { reason, message } = conflictingId();
    log.conflict(uri, line, eventId);
    log.reject(reason, uri, line, message, decodeUtf8(bytes.subarray(start, end)));
  }

  /** The id that labels refer to. */
  #id(bytes: Uint8Array): string {
    return this.#inferenceIdStart < this.#inferenceIdEnd
      ? decodeUtf8(bytes.subarray(this.#inferenceIdStart, this.#inferenceIdEnd))
      : decodeUtf8(bytes.subarray(this.#eventIdStart, this.#eventIdEnd));
  }

  /** Records of one piece of a file are in the same bytes. */
  #viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}
