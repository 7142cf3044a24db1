import { readCapture } from '../../capture/read-capture.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import { SeenRecords } from '../../capture/seen-records.ts';
import { MemoryLimit } from '../../check/reading/memory-limit.ts';
import { predictionShape } from '../../check/reading/prediction-columns.ts';
import { windowCaptures } from '../../check/reading/read-window.ts';
import type { TableChunk } from '../../columns/column.ts';
import { GrowableNumbers } from '../../columns/growable.ts';
import type { RunContext } from '../../context.ts';
import { PredictionKeys } from '../../labels/prediction-keys.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { PredictionRows } from '../../performance/rows/prediction-rows.ts';
import type { Window } from '../../window.ts';
import { hashRow } from './row-hash.ts';

/** A window's captured rows, column by column: 8 to 12 bytes for each feature, and the ids. */
export interface WindowRows {
  readonly rows: number;
  /** The features, in the order of the rows. */
  readonly chunks: readonly TableChunk[];
  /** The live model's answers and the segments; null where they are not needed. */
  readonly answers: PredictionRows | null;
  readonly keys: PredictionKeys;
  /** For each row, the hash of its id; `rowHashes` has the hash of its id and position, see {@link hashRow}. */
  readonly idHashes: Float64Array;
  readonly rowHashes: Float64Array;
  /** Records left out because they repeat an earlier one. */
  readonly repeats: number;
  /** Unreadable records. */
  readonly rejected: number;
}

export interface RowsWanted {
  /** Segments to keep together with the live model's answers; null: keep neither. */
  readonly segments: readonly string[] | null;
  readonly seed: number;
}

/** Bytes that a row, a feature of it and a request take at the most, when arrays have just doubled. */
const [ROW_BYTES, FEATURE_BYTES, REQUEST_BYTES] = [120, 12, 70];

/** Reads a window's captures once, with all listed features. */
export async function readWindowRows(
  monitor: Monitor,
  window: Window,
  { segments, seed }: RowsWanted,
  context: RunContext,
): Promise<WindowRows> {
  const { capture, problem } = monitor;
  const answers = segments && new PredictionRows(predictionShape(problem, capture.prediction, segments));
  const keys = new PredictionKeys();
  const [idHashes, rowHashes] = [new GrowableNumbers(), new GrowableNumbers()];
  const log = new RejectionLog();
  const seen = new SeenRecords();
  const chunks: TableChunk[] = [];
  const { sources, share } = await windowCaptures(monitor, window, context, null);
  const limit = new MemoryLimit(window, context);
  // The rows of a request follow each other.
  let lastId: string | null = null;
  let idHash = 0;
  for await (const chunk of readCapture(sources, capture, { window, ids: true, log, seen })) {
    answers?.append({ rows: chunk.rows, segments: chunk.columns, ...chunk.predictions });
    keys.append(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      const id = chunk.ids![row];
      if (id !== lastId) idHash = hashRow(id, 0, seed);
      lastId = id;
      const position = chunk.positions![row];
      idHashes.push(idHash);
      rowHashes.push(position === 0 ? idHash : hashRow(id, position, seed));
    }
    chunks.push({ rows: chunk.rows, columns: chunk.columns });
    const rows = rowHashes.length;
    const rowBytes = ROW_BYTES + FEATURE_BYTES * chunk.columns.size;
    limit.check({ rows, bytes: rows * rowBytes + keys.requests * REQUEST_BYTES, share: share() });
    context.onProgress?.(rows);
  }
  const { repeats, rejected } = log.summarize();
  return {
    rows: rowHashes.length,
    chunks,
    answers,
    keys,
    idHashes: idHashes.view(),
    rowHashes: rowHashes.view(),
    repeats,
    rejected: rejected.inWindow,
  };
}
