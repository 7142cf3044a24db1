import { CellWriter } from '../columns/cell-writer.ts';
import { DEFAULT_CHUNK_ROWS } from '../columns/chunk-builder.ts';
import { CELL, type Column } from '../columns/column.ts';
import type { DataSource } from '../ports.ts';
import type { CaptureChunk } from './chunk.ts';
import { readLines } from './lines.ts';
import { decodePayload, type Payload } from './payload.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import type { RejectionLog } from './rejections.ts';
import { ResponseRows } from './response-rows.ts';
import type { CaptureSpec } from './spec.ts';

/** Answers to some requests of one row each. */
export interface AnswerChunk {
  readonly rows: number;
  /** The answers by role. A cell is missing if its answer could not be read. */
  readonly predictions: CaptureChunk['predictions'];
  /** Rows that lack an answer that the monitor names. */
  readonly incomplete: number;
}

/**
 * Reads the output of a batch transform with one row per request: one answer a line, in the order of the requests. An
 * answer is read like the captured response to one row: as JSON if it begins like an object or array, otherwise as CSV.
 * An answer that cannot be read is rejected in `log` and keeps its place as a row of missing cells.
 */
export async function* readAnswerLines(
  source: DataSource,
  { prediction, responseRows, missing }: Pick<CaptureSpec, 'prediction' | 'responseRows' | 'missing'>,
  log: RejectionLog,
): AsyncGenerator<AnswerChunk> {
  const response = new ResponseRows(prediction, { responseRows, header: false }, new CellWriter(missing));
  let rows = 0;
  for await (const { numbers, texts } of readLines(source, { log })) {
    for (let i = 0; i < texts.length; i++) {
      try {
        loadAnswer(response, texts[i]);
        response.write(0, rows);
        log.accept(1, 1);
      } catch (error) {
        if (!(error instanceof RejectedRecordError)) throw error;
        log.reject(error.reason, source.uri, numbers[i], error.message, texts[i]);
      }
      if (++rows < DEFAULT_CHUNK_ROWS) continue;
      yield toChunk(rows, response.take(rows));
      rows = 0;
    }
  }
  if (rows > 0) yield toChunk(rows, response.take(rows));
}

function loadAnswer(response: ResponseRows, text: string): void {
  const rows = response.load(decodeLine(text));
  if (rows === 1 || response.otherCount === 1) response.resolve(1);
  else throw new RejectedRecordError('row-count-mismatch', `the answer to one row has ${rows} rows`);
}

function decodeLine(text: string): Payload {
  return decodePayload({ data: text, encoding: /^\s*[[{]/.test(text) ? 'JSON' : 'CSV' });
}

function toChunk(rows: number, predictions: CaptureChunk['predictions']): AnswerChunk {
  return { rows, predictions, incomplete: countIncomplete(rows, predictions) };
}

/** Counts the rows that lack a role: a label without a class, or another role without a finite number. */
function countIncomplete(rows: number, { label, score, value, scores }: CaptureChunk['predictions']): number {
  const numbers = [score, value, ...(scores?.values() ?? [])].filter((column) => column !== undefined);
  let incomplete = 0;
  for (let row = 0; row < rows; row++) {
    const complete = (label === undefined || hasClass(label, row)) && numbers.every((column) => column.isFinite(row));
    if (!complete) incomplete++;
  }
  return incomplete;
}

function hasClass(column: Column, row: number): boolean {
  const code = column.code(row);
  return code !== CELL.missing && code !== CELL.nested && code !== CELL.nan;
}
