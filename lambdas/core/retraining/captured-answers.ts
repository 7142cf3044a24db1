import { keyTime } from '../capture/key-time.ts';
import { readCapture } from '../capture/read-capture.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { answerKinds, answersAsTable } from '../check/reading/prediction-columns.ts';
import { type WindowCaptures, windowCaptures } from '../check/reading/read-window.ts';
import { CELL, type Column } from '../columns/column.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { DataSource } from '../ports.ts';
import type { AnswerKind } from '../quality/answers.ts';
import { MOST_ANSWERS } from './confirm-capture.ts';

/** A file that was begun this long before may have captures of the time that is looked at; older files are not read. Milliseconds. */
const LONGEST_FILE = 10 * 60_000;

/**
 * Counts the first answers that were captured since a time, and those of them in which everything that the monitor reads of an answer
 * is there and of its kind.
 *
 * @param since Milliseconds since the epoch.
 */
export async function countCapturedAnswers(
  monitor: Monitor,
  since: number,
  context: RunContext,
): Promise<{ answers: number; readable: number }> {
  const { capture, problem } = monitor;
  const window = { name: 'since-the-deployment', start: since, end: context.now };
  const log = new RejectionLog();
  const captures = await windowCaptures(monitor, window, context, null);
  const sources = newerThan(captures.files, since - LONGEST_FILE);
  const kinds = [...answerKinds(problem, capture.prediction)];
  let [answers, readable] = [0, 0];
  // Small chunks, so that reading ends soon.
  const options = { window, ids: false, features: 'none', log, chunkRows: MOST_ANSWERS } as const;
  for await (const chunk of readCapture(sources, capture, options)) {
    const { columns } = answersAsTable(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      if (kinds.every(([role, kind]) => isAnswer(columns.get(role), kind, row))) readable++;
    }
    answers += chunk.rows;
    if (answers >= MOST_ANSWERS) break;
  }
  const rejected = log.summarize().rejected.inWindow;
  return { answers: answers + rejected, readable };
}

async function* newerThan(sources: WindowCaptures['files'], time: number): AsyncGenerator<DataSource> {
  for await (const source of sources) if (keyTime(source.uri) >= time) yield source;
}

function isAnswer(column: Column | undefined, kind: AnswerKind, row: number): boolean {
  if (column === undefined) return false;
  if (kind === 'score' || kind === 'number') return column.isFinite(row);
  const code = column.code(row);
  return code !== CELL.missing && code !== CELL.nan && code !== CELL.nested;
}
