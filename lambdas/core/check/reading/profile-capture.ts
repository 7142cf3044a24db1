import type { Baseline } from '../../baseline/document.ts';
import type { CaptureChunk } from '../../capture/chunk.ts';
import type { MisplacedAnswer } from '../../capture/misplaced-answers.ts';
import { SeenColumns } from '../../capture/seen-columns.ts';
import type { RunContext } from '../../context.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { Profiler } from '../../profile/profiler.ts';
import { schemaOf } from '../../profile/schema.ts';
import type { DataRead } from '../../result/schema.ts';
import type { Window } from '../../window.ts';
import { answerProfiling } from '../measuring/broken-answers.ts';
import type { CapturedWindow } from './captured-window.ts';
import { listingOf, loadProfiles, saveProfiles } from './kept-profiles.ts';
import { MemoryLimit } from './memory-limit.ts';
import { answersAsTable } from './prediction-columns.ts';
import { dataRead, type WindowCaptures, windowCaptures } from './read-window.ts';
import { readInShards } from './shards/read-in-shards.ts';
import type { ReadingPlan } from './shards/shard.ts';

/** Bytes that a drift check takes for each record, so that it counts once, at the most (`npm run bench:account`). */
export const RECORD_BYTES = 60;
/** What helps where no machine reads large windows. */
const IN_PARTS = 'have the window read in parts (-c readingConcurrency=…), ';

/**
 * Reads a window's captured data once, shard by shard, into profiles that can be compared with the baseline's, and saves them. Nothing
 * is read if the saved profiles are those of the same files.
 */
export async function profileCapture(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  context: RunContext,
): Promise<CapturedWindow> {
  const kept = await loadProfiles(context.results, monitor, window, baseline.id);
  const captures = await windowCaptures(monitor, window, context, 'drift', kept !== null);
  if (kept !== null && captures.listed !== null && kept.files === listingOf(captures.listed)) return kept.captured;
  return profileFiles(monitor, window, baseline, captures, context);
}

/** Reads the captured files of a window into profiles, and saves them. @throws WindowTooLargeError */
export async function profileFiles(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  { files, counter, share, learn }: WindowCaptures,
  context: RunContext,
): Promise<CapturedWindow> {
  const limit = new MemoryLimit(window, context, context.readingMachine === undefined ? IN_PARTS : '');
  const reading = await readInShards(readingPlan(monitor, window, baseline), files, {
    readers: context.readers,
    counter,
    onProgress: ({ log, seen }) => {
      limit.check({ rows: log.rows, bytes: seen.size * RECORD_BYTES, share: share() });
      context.onProgress?.(log.rows);
    },
  });
  await learn(reading.learned);
  const { features, answers, misplaced, columns } = reading.finish();
  const captured = { features, answers, data: dataRead(counter, reading.log), misplaced, columns };
  if (!context.dryRun) {
    await saveProfiles(context.results, monitor, window, baseline.id, captured, String(counter.digest));
  }
  return captured;
}

/** How a window's captures are read into profiles that can be compared with the baseline's. */
export function readingPlan(monitor: Monitor, window: Window, baseline: Baseline): ReadingPlan {
  return { capture: monitor.capture, window, ...profilingOf(monitor, baseline) };
}

/** How features and answers are profiled to be compared with the baseline's. */
function profilingOf(monitor: Monitor, baseline: Baseline): Pick<ReadingPlan, 'features' | 'answers'> {
  const features = { schema: schemaOf(baseline.profile), nanIsMissing: true };
  return { features, answers: answerProfiling(monitor, baseline) };
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
  const profiling = profilingOf(monitor, baseline);
  const [features, answers] = [new Profiler(profiling.features), new Profiler(profiling.answers)];
  let rows = 0;
  for await (const chunk of chunks) {
    features.add(chunk);
    answers.add(answersAsTable(chunk));
    rows += chunk.rows;
    onProgress?.(rows);
  }
  return { features: features.finish(), answers: answers.finish(), data: dataRead(), misplaced, columns };
}
