import type { ModelBaseline } from '../../../baseline/document.ts';
import type { CaptureChunk } from '../../../capture/chunk.ts';
import type { KnownFile } from '../../../capture/known-file.ts';
import { MisplacedAnswers } from '../../../capture/misplaced-answers.ts';
import { readCapture } from '../../../capture/read-capture.ts';
import { RejectionLog } from '../../../capture/rejections.ts';
import { SeenRecords } from '../../../capture/seen-records.ts';
import { PredictionKeys } from '../../../labels/prediction-keys.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import { PredictionRows } from '../../../performance/rows/prediction-rows.ts';
import { shownMisplaced } from '../../../result/describe-answers.ts';
import { shownData } from '../../../result/redact-reading.ts';
import type { KeyedHash } from '../../../text/keyed-hash.ts';
import type { Redactor } from '../../../text/redactor.ts';
import type { Window } from '../../../window.ts';
import { answerProfiler } from '../../measuring/broken-answers.ts';
import { answersAsTable, predictionShape } from '../prediction-columns.ts';
import { dataRead, type WindowCaptures } from '../read-window.ts';
import { shownId } from '../shown-id.ts';
import type { AnswersFound } from './stored-answers.ts';

/** Rows with ids that were gathered so far. */
type Gathered = Pick<AnswersFound, 'rows' | 'keys'>;

/** Reads the captures of a window. @param ids Hashes the ids. @param onChunk Called after each chunk; may throw what ends the reading. */
export async function readAnswers(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  { sources, counter, learn }: WindowCaptures,
  redactor: Redactor,
  ids: KeyedHash,
  onChunk: (gathered: Gathered) => void,
): Promise<AnswersFound> {
  const { segments } = monitor.performance;
  const log = new RejectionLog();
  const places = new MisplacedAnswers();
  const learned = new Map<string, KnownFile>();
  const chunks = readCapture(sources, monitor.capture, {
    window,
    ids: true,
    features: segments.length === 0 ? 'none' : segments,
    log,
    seen: new SeenRecords(),
    misplaced: places,
    learned,
  });
  const { rows, keys, answers } = await gatherAnswers(monitor, baseline, chunks, ids, onChunk);
  await learn(learned);
  const misplaced = shownMisplaced(places.misplaced, redactor);
  return {
    rows,
    keys,
    answers,
    misplaced,
    exampleId: shownId(keys.firstId, redactor),
    data: shownData(dataRead(counter, log), redactor),
  };
}

/** Answers and ids from rows with ids, chunk by chunk. */
export async function gatherAnswers(
  monitor: Monitor,
  baseline: ModelBaseline | null,
  chunks: AsyncIterable<CaptureChunk> | Iterable<CaptureChunk>,
  ids: KeyedHash,
  onChunk: (gathered: Gathered) => void,
): Promise<Pick<AnswersFound, 'rows' | 'keys' | 'answers'>> {
  const { capture, performance, problem } = monitor;
  const rows = new PredictionRows(predictionShape(problem, capture.prediction, performance.segments));
  const keys = new PredictionKeys(ids);
  const answers = baseline && answerProfiler(monitor, baseline);
  for await (const chunk of chunks) {
    rows.append({ rows: chunk.rows, segments: chunk.columns, ...chunk.predictions });
    keys.append(chunk);
    answers?.add(answersAsTable(chunk));
    onChunk({ rows, keys });
  }
  return { rows, keys, answers: answers?.finish() ?? null };
}
