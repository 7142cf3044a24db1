import type { ModelBaseline } from '../../baseline/document.ts';
import type { CaptureChunk } from '../../capture/chunk.ts';
import type { MisplacedAnswer } from '../../capture/misplaced-answers.ts';
import type { RunContext } from '../../context.ts';
import type { PredictionKeys } from '../../labels/prediction-keys.ts';
import { digestOf, type ListingDigest } from '../../listing-digest.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { PredictionRows } from '../../performance/rows/prediction-rows.ts';
import { withRedactor } from '../../privacy/redacted-context.ts';
import type { QualityFinding } from '../../quality/types.ts';
import type { DataRead } from '../../result/schema.ts';
import { KeyedHash } from '../../text/keyed-hash.ts';
import { Redactor } from '../../text/redactor.ts';
import type { Window } from '../../window.ts';
import { findBrokenAnswers } from '../measuring/broken-answers.ts';
import type { KeptAnswers } from './answers/kept-answers.ts';
import { gatherAnswers, readAnswers } from './answers/read-answers.ts';
import { MemoryLimit } from './memory-limit.ts';
import { windowCaptures } from './read-window.ts';
import { shownId } from './shown-id.ts';

/** A window's predictions, a row each: answers and segments, and what joins them to labels. */
export interface Predictions {
  readonly rows: PredictionRows;
  readonly keys: PredictionKeys;
  /** By role, what stands where answers do not, as texts may quote it. */
  readonly misplaced: ReadonlyMap<string, MisplacedAnswer>;
  /** An id of a prediction, as texts may quote it; null without one. */
  readonly exampleId: string | null;
  /** Faults of answers that can be measured all the same. */
  readonly broken: readonly QualityFinding[];
}

/** What the model answered in a window, and what reading it came across. */
export interface PredictionsRead {
  readonly predictions: Predictions;
  /** As results show it. */
  readonly data: DataRead;
  readonly captures: ListingDigest;
  /** What the check of the window takes, at the most. */
  readonly bytes: number;
}

/**
 * Reads what the model answered in a window, or takes what was kept of it: captures are not read again while their files are the same.
 * Memory grows with the window's predictions, by ids mostly.
 *
 * @param kept What is kept of the monitor's windows. Opened once for several windows, it hashes each label's id once for all of them.
 * @throws WindowTooLargeError
 */
export async function readPredictions(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  context: RunContext,
  kept: KeptAnswers,
): Promise<PredictionsRead> {
  const { redactor } = await withRedactor(monitor, context);
  const captures = await windowCaptures(monitor, window, context, 'accuracy', kept.isOpen);
  const { listed, counter } = captures;
  const of = (files: ListingDigest) => ({ monitor, window, baseline: baseline?.id ?? null, redactor, files });
  const limit = new MemoryLimit(window, context);
  const check = (rows: number, requests: number, share: number | null) =>
    limit.check({ rows, bytes: memoryOf(monitor, rows, requests), share });
  const files = listed && digestOf(listed);
  let found = files && (await kept.load(of(files), (rows, requests) => check(rows, requests, null)));
  if (found === null) {
    found = await readAnswers(monitor, window, baseline, captures, redactor, kept.ids, ({ rows, keys }) => {
      check(rows.rows, keys.requests, captures.share());
      context.onProgress?.(rows.rows);
    });
    if (counter.objects > 0) await kept.save(of(counter.digest), found);
  }
  const { answers, data, ...predictions } = found;
  const broken = baseline && answers && findBrokenAnswers(monitor, baseline, answers);
  const bytes = memoryOf(monitor, predictions.rows.rows, predictions.keys.requests);
  return { predictions: { ...predictions, broken: broken ?? [] }, data, captures: files ?? counter.digest, bytes };
}

/**
 * Bytes that an accuracy check takes for rows, at the most: when arrays have just doubled, labels are joined, and metrics sort scores.
 * Measured with one row a request, one score and one segment (`npm run bench:account`).
 */
function memoryOf({ capture, performance }: Monitor, rows: number, requests: number): number {
  const scores = Object.keys(capture.prediction.scores ?? {}).length;
  return (
    requests * REQUEST_BYTES + rows * (ROW_BYTES + scores * SCORE_BYTES + performance.segments.length * SEGMENT_BYTES)
  );
}

export const REQUEST_BYTES = 70;
export const ROW_BYTES = 80;
const SCORE_BYTES = 24;
export const SEGMENT_BYTES = 12;

/** Predictions from rows with ids, chunk by chunk. What reading them came across is not known. */
export async function gatherPredictions(
  monitor: Monitor,
  baseline: ModelBaseline | null,
  chunks: AsyncIterable<CaptureChunk> | Iterable<CaptureChunk>,
): Promise<Predictions> {
  const { rows, keys, answers } = await gatherAnswers(monitor, baseline, chunks, new KeyedHash(), () => {});
  const broken = baseline && answers && findBrokenAnswers(monitor, baseline, answers);
  return { rows, keys, broken: broken ?? [], misplaced: new Map(), exampleId: shownId(keys.firstId, Redactor.SHOW) };
}
