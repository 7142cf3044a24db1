import { type ColumnTable, table as makeTable } from 'arquero';
import type { ModelBaseline } from '../../baseline/document.ts';
import type { CaptureChunk } from '../../capture/chunk.ts';
import { type MisplacedAnswer, MisplacedAnswers } from '../../capture/misplaced-answers.ts';
import { readCapture } from '../../capture/read-capture.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import { SeenRecords } from '../../capture/seen-records.ts';
import type { RunContext } from '../../context.ts';
import { LABEL_READERS } from '../../labels/formats/registry.ts';
import { isPastMaxAge } from '../../labels/label-timing.ts';
import { PredictionKeys } from '../../labels/prediction-keys.ts';
import type { ListingDigest } from '../../listing-digest.ts';
import type { LabelSettings, Monitor } from '../../monitor/monitor.ts';
import { PredictionRows } from '../../performance/rows/prediction-rows.ts';
import type { QualityFinding } from '../../quality/types.ts';
import type { CheckResult, DataRead } from '../../result/schema.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { Window } from '../../window.ts';
import { answerProfiler, findBrokenAnswers } from '../measuring/broken-answers.ts';
import type { LabelsRead } from './join-labels.ts';
import { MemoryLimit } from './memory-limit.ts';
import { answersAsTable, predictionShape } from './prediction-columns.ts';
import { dataRead, labelsRead, windowCaptures } from './read-window.ts';

const QUOTED_ID = 80;

/** A window's predictions, a row each: answers and segments, and what joins them to labels. */
export interface Predictions {
  readonly rows: PredictionRows;
  readonly keys: PredictionKeys;
  /** By role, what stands where answers do not. */
  readonly misplaced: ReadonlyMap<string, MisplacedAnswer>;
  /** Faults of answers that can be measured all the same. */
  readonly broken: readonly QualityFinding[];
}

/** What the model answered in a window, and what reading it came across. */
export interface PredictionsRead {
  readonly predictions: Predictions;
  readonly data: DataRead;
  readonly captures: ListingDigest;
  /** What the check of the window takes, at the most. */
  readonly bytes: number;
}

/**
 * Reads what the model answered in a window. Memory grows with the window's predictions, by ids mostly.
 *
 * @throws WindowTooLargeError
 */
export async function readPredictions(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  context: RunContext,
): Promise<PredictionsRead> {
  const { capture, performance } = monitor;
  const { segments } = performance;
  const log = new RejectionLog();
  const { sources, counter, share } = await windowCaptures(monitor, window, context);
  const features = segments.length === 0 ? 'none' : segments;
  const places = new MisplacedAnswers();
  const chunks = readCapture(sources, capture, {
    window,
    ids: true,
    features,
    log,
    seen: new SeenRecords(),
    misplaced: places,
  });
  const limit = new MemoryLimit(window, context);
  const gathered = await gatherPredictions(monitor, baseline, chunks, ({ rows, keys }) => {
    limit.check({ rows: rows.rows, bytes: memoryOf(monitor, rows.rows, keys.requests), share: share() });
    context.onProgress?.(rows.rows);
  });
  const predictions = { ...gathered, misplaced: places.misplaced };
  const bytes = memoryOf(monitor, predictions.rows.rows, predictions.keys.requests);
  return { predictions, data: dataRead(counter, log), captures: counter.digest, bytes };
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

const REQUEST_BYTES = 70;
const ROW_BYTES = 80;
const SCORE_BYTES = 24;
const SEGMENT_BYTES = 12;

/** Predictions from rows with ids, chunk by chunk. */
export async function gatherPredictions(
  monitor: Monitor,
  baseline: ModelBaseline | null,
  chunks: AsyncIterable<CaptureChunk> | Iterable<CaptureChunk>,
  onChunk: (gathered: Pick<Predictions, 'rows' | 'keys'>) => void = () => {},
): Promise<Omit<Predictions, 'misplaced'>> {
  const { capture, performance, problem } = monitor;
  const { segments } = performance;
  const rows = new PredictionRows({ ...predictionShape(problem, capture.prediction), segments });
  const keys = new PredictionKeys();
  const answers = baseline && answerProfiler(monitor, baseline);
  for await (const chunk of chunks) {
    rows.append({ rows: chunk.rows, segments: chunk.columns, ...chunk.predictions });
    keys.append(chunk);
    answers?.add(answersAsTable(chunk));
    onChunk({ rows, keys });
  }
  const broken = baseline && answers && findBrokenAnswers(monitor, baseline, answers.finish());
  return { rows, keys, broken: broken ?? [] };
}

/** Puts the labels that have arrived by now beside their predictions. */
export function labelPredictions(
  settings: LabelSettings,
  window: Window,
  { rows, keys }: Pick<Predictions, 'rows' | 'keys'>,
  { joined, log, counter }: LabelsRead,
  now: number,
  redactor: Redactor,
): { table: ColumnTable; labels: NonNullable<CheckResult['labels']> } {
  const { actual, otherId, ...counts } = joined;
  const reading = labelsRead(counter, log, redactor);
  const { byReason } = reading.rejected;
  // A table may list what has no label yet; a record of its own is there because of its label.
  const { isTable } = LABEL_READERS[settings.format];
  const empty = isTable ? (byReason.find(({ reason }) => reason === 'no-label')?.count ?? 0) : 0;
  const { labelled, predictions, withoutId } = counts;
  return {
    table: rows.toTable().assign(makeTable({ actual })),
    labels: {
      ...counts,
      others: reading.others + counts.unmatched,
      rejected: reading.rejected.records,
      empty,
      unreadable: reading.rejected.records - empty > settings.maxRejectedShare * (reading.records - empty),
      examples: labelled > 0 || reading.used > 0 ? null : idExamples(otherId, keys.firstId, redactor),
      reading,
      // Without predictions, or ids of them, there is nothing to wait for.
      settled: withoutId === predictions || counts.coverage >= 1 || isPastMaxAge(window, now, settings),
    },
  };
}

/** An id of each side, for people who compare them. */
function idExamples(
  label: string | null,
  prediction: string | null,
  redactor: Redactor,
): { label: string; prediction: string } | null {
  if (label === null || prediction === null || redactor.mode === 'hide') return null;
  return { label: redactor.quote(label, QUOTED_ID), prediction: redactor.quote(prediction, QUOTED_ID) };
}
