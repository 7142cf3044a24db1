import { CellWriter } from '../columns/cell-writer.ts';
import { ChunkBuilder } from '../columns/chunk-builder.ts';
import { enlarge } from '../columns/growable.ts';
import { countOf } from '../text/numbers.ts';
import type { Window } from '../window.ts';
import type { CaptureChunk } from './chunk.ts';
import { type FeatureSelection, keptFeatures } from './feature-columns.ts';
import type { KnownFile } from './known-file.ts';
import type { MisplacedAnswers } from './misplaced-answers.ts';
import type { Payload } from './payload.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import type { RejectionLog } from './rejections.ts';
import { RequestRows } from './request-rows.ts';
import { ResponseRows } from './response-rows.ts';
import type { RowPlaces, RowWriter } from './row-places.ts';
import type { SeenColumns } from './seen-columns.ts';
import type { SeenRecords } from './seen-records.ts';
import type { CaptureSpec } from './spec.ts';

/** Options for reading a capture. */
export interface CaptureOptions {
  /** Rows outside the window are counted and left out. null reads everything. */
  readonly window: Window | null;
  /** Whether the chunks carry ids and positions. */
  readonly ids: boolean;
  /** @default DEFAULT_CHUNK_ROWS */
  readonly chunkRows?: number | undefined;
  /** The features to read. @default - those of the spec, or all if it lists none */
  readonly features?: readonly string[] | 'none' | undefined;
  readonly log: RejectionLog;
  /** Collects where answers are that are not where the monitor says. */
  readonly misplaced?: MisplacedAnswers | undefined;
  /** Keeps which columns occur together. */
  readonly seenColumns?: SeenColumns | undefined;
  /** Gets what is known of each file that is read for a window, by `fileKey`. Files in hourly folders are found by name. */
  readonly learned?: Map<string, KnownFile> | undefined;
  /** Recognises records that have been read before, which are left out. @default - every record counts */
  readonly seen?: SeenRecords | undefined;
  /** false: the general reader reads every record, which gives the same result more slowly. @default true */
  readonly direct?: boolean | undefined;
}

/**
 * Collects requests and responses into {@link CaptureChunk}s, across files, so that many small files give few large
 * chunks.
 */
export class CaptureRows {
  readonly #ids: boolean;
  readonly #log: RejectionLog;
  readonly #chunk: ChunkBuilder;
  readonly #cells: CellWriter;
  readonly #request: RequestRows;
  readonly #response: ResponseRows;
  #times = new Float64Array(64);
  #positions = new Int32Array(64);
  #idTexts: string[] = [];
  #finished: CaptureChunk[] = [];

  constructor(spec: CaptureSpec, options: CaptureOptions) {
    const selection: FeatureSelection = options.features ?? null;
    const cells = new CellWriter(spec.missing);
    this.#cells = cells;
    this.#ids = options.ids;
    this.#log = options.log;
    this.#chunk = new ChunkBuilder({ rows: options.chunkRows, columns: keptFeatures(spec, selection) ?? undefined });
    this.#request = new RequestRows(spec, selection, cells, this.#chunk, options.seenColumns);
    this.#response = new ResponseRows(spec.prediction, spec, cells, options.misplaced);
  }

  /**
   * Adds the rows of a request and its response, paired by position. One side may be absent. Throws RejectedRecordError
   * before it adds anything.
   *
   * @param time NaN if the record has none.
   */
  add(request: Payload, response: Payload, time: number, id: string): void {
    const rows = this.count(request, response);
    for (let row = 0; row < rows; row++) {
      const into = this.#beginRow(row, this.#request.width(row), time, id);
      this.#request.write(row);
      this.#response.write(row, into);
      this.#chunk.endRow();
    }
    this.#log.accept(1, rows);
    if (request.kind === 'absent') this.#log.countAbsentInput();
    if (response.kind === 'absent') this.#log.countAbsentOutput();
  }

  /** Adds rows that another reader has read, for the columns of {@link places}. */
  addRows(rows: number, writer: RowWriter, time: number, id: string): void {
    for (let row = 0; row < rows; row++) {
      writer.write(row, this.#beginRow(row, 0, time, id));
      this.#chunk.endRow();
    }
    this.#log.accept(1, rows);
  }

  /** Where other readers write features and answers by position. null: the data decides about the columns. */
  get places(): RowPlaces | null {
    const features = this.#request.columns.positions;
    if (features === null) return null;
    const [requestSide, responseSide] = [this.#request.side, this.#response.side];
    const seeWhole = (keys: readonly string[]) => this.#request.columns.seeWhole(keys);
    return { features, answers: this.#response.roles, cells: this.#cells, requestSide, responseSide, seeWhole };
  }

  /**
   * @param width The columns that the row may add to the chunk.
   * @returns the index of the row in the chunk
   */
  #beginRow(row: number, width: number, time: number, id: string): number {
    if (this.#chunk.full || !this.#chunk.fits(width)) this.#finish();
    const into = this.#chunk.rows;
    if (into === this.#times.length) this.#grow();
    this.#times[into] = time;
    if (this.#ids) {
      this.#positions[into] = row;
      this.#idTexts.push(id);
    }
    return into;
  }

  /** The number of rows of a request and its response. Throws RejectedRecordError. */
  count(request: Payload, response: Payload): number {
    const requestRows = this.#request.load(request);
    // Without named answers, the number of rows of a response is unknown: parallel arrays are recognised by their names.
    const responseRows = this.#response.wanted ? this.#response.load(response) : -1;
    if (responseRows < 0 && requestRows < 0) {
      if (request.kind === 'opaque') {
        throw new RejectedRecordError('unsupported-encoding', `the request is ${request.contentType}, not a table`);
      }
      throw new RejectedRecordError('not-a-capture-record', 'neither the request nor the response has data to read');
    }
    if (responseRows < 0) return this.#request.decideAlone();
    if (requestRows < 0) return responseRows;
    if (requestRows !== responseRows || this.#request.otherCount >= 0 || this.#response.otherCount >= 0) {
      return this.#pair(requestRows, responseRows);
    }
    return requestRows;
  }

  /**
   * The number of rows that both sides can have. Throws RejectedRecordError if there is no such number, or if there are
   * two.
   */
  #pair(requestRows: number, responseRows: number): number {
    const response = [responseRows, this.#response.otherCount];
    const shared = [requestRows, this.#request.otherCount].filter((rows) => rows >= 0 && response.includes(rows));
    if (shared.length === 0) {
      const detail = `the request has ${countOf(requestRows, 'row')}, the response ${responseRows}${this.#request.hint}${this.#response.hint}`;
      throw new RejectedRecordError('row-count-mismatch', detail);
    }
    if (shared.length > 1) {
      const detail = `request and response may have ${shared[0]} rows or ${shared[1]}; capture.features and capture.header decide what a row is`;
      throw new RejectedRecordError('ambiguous-shape', detail);
    }
    this.#request.resolve(shared[0]);
    this.#response.resolve(shared[0]);
    return shared[0];
  }

  /** Whether {@link takeFull} has chunks. */
  get hasFull(): boolean {
    return this.#finished.length > 0;
  }

  /** Takes the chunks that are full. */
  *takeFull(): Generator<CaptureChunk> {
    const finished = this.#finished;
    this.#finished = [];
    yield* finished;
  }

  /** Takes everything that is left. */
  *takeRest(): Generator<CaptureChunk> {
    if (this.#chunk.rows > 0) this.#finish();
    yield* this.takeFull();
  }

  #finish(): void {
    const rows = this.#chunk.rows;
    this.#finished.push({
      ...this.#chunk.take(),
      predictions: this.#response.take(rows),
      ids: this.#ids ? this.#idTexts : null,
      positions: this.#ids ? this.#positions.slice(0, rows) : null,
      times: this.#times.slice(0, rows),
    });
    this.#idTexts = [];
  }

  #grow(): void {
    this.#times = enlarge(this.#times);
    this.#positions = enlarge(this.#positions);
  }
}
