import type { Baseline } from '../../baseline/document.ts';
import type { CaptureChunk } from '../../capture/chunk.ts';
import { type MisplacedAnswer, MisplacedAnswers } from '../../capture/misplaced-answers.ts';
import { readCapture } from '../../capture/read-capture.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import { SeenColumns } from '../../capture/seen-columns.ts';
import { SeenRecords } from '../../capture/seen-records.ts';
import type { RunContext } from '../../context.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { Profiler } from '../../profile/profiler.ts';
import { schemaOf } from '../../profile/schema.ts';
import type { DataRead } from '../../result/schema.ts';
import type { Window } from '../../window.ts';
import { answerProfiler } from '../measuring/broken-answers.ts';
import type { CapturedWindow } from './captured-window.ts';
import { listingOf, loadProfiles, saveProfiles } from './kept-profiles.ts';
import { MemoryLimit } from './memory-limit.ts';
import { answersAsTable } from './prediction-columns.ts';
import { dataRead, windowCaptures } from './read-window.ts';

/** Bytes that a drift check takes for each record, so that it counts once, at the most (`npm run bench:account`). */
const RECORD_BYTES = 60;

/**
 * Reads a window's captured data once, chunk by chunk, into profiles that can be compared with the baseline's, and saves them. Nothing
 * is read if the saved profiles are those of the same files.
 */
export async function profileCapture(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  context: RunContext,
): Promise<CapturedWindow> {
  const kept = await loadProfiles(context.results, monitor, window, baseline.id);
  const { sources, listed, counter, share } = await windowCaptures(monitor, window, context, kept !== null);
  if (kept !== null && listed !== null && kept.files === listingOf(listed)) return kept.captured;
  const log = new RejectionLog();
  const places = new MisplacedAnswers();
  const seen = new SeenRecords();
  const columns = new SeenColumns();
  const options = { window, ids: false, log, seen, misplaced: places, seenColumns: columns } as const;
  const rows = {
    chunks: readCapture(sources, monitor.capture, options),
    dataRead: () => dataRead(counter, log),
    misplaced: places.misplaced,
    columns,
  };
  const limit = new MemoryLimit(window, context);
  const captured = await profileChunks(monitor, baseline, rows, (count) => {
    limit.check({ rows: count, bytes: seen.size * RECORD_BYTES, share: share() });
    context.onProgress?.(count);
  });
  const files = String(counter.digest);
  if (!context.dryRun) await saveProfiles(context.results, monitor, window, baseline.id, captured, files);
  return captured;
}

/** A window's rows, wherever they come from. */
export interface WindowRows {
  readonly chunks: AsyncIterable<CaptureChunk> | Iterable<CaptureChunk>;
  /** What reading them found; called after the last chunk. */
  readonly dataRead: () => DataRead;
  /** By role, what stands where answers do not. */
  readonly misplaced?: ReadonlyMap<string, MisplacedAnswer>;
  readonly columns?: SeenColumns;
}

/** The profiles of rows that are already in columns. Nothing is saved. */
export async function profileChunks(
  monitor: Monitor,
  baseline: Baseline,
  { chunks, dataRead, misplaced = new Map(), columns = new SeenColumns() }: WindowRows,
  onProgress?: RunContext['onProgress'],
): Promise<CapturedWindow> {
  const features = new Profiler({ schema: schemaOf(baseline.profile), nanIsMissing: true });
  const answers = answerProfiler(monitor, baseline);
  let rows = 0;
  for await (const chunk of chunks) {
    features.add(chunk);
    answers.add(answersAsTable(chunk));
    rows += chunk.rows;
    onProgress?.(rows);
  }
  return { features: features.finish(), answers: answers.finish(), data: dataRead(), misplaced, columns };
}
