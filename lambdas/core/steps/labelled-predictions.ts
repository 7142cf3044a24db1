import { type ColumnTable, table as makeTable } from 'arquero';
import { readCapture } from '../capture/read-capture.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { loadState } from '../decision/state-store.ts';
import { PredictionKeys } from '../labels/prediction-keys.ts';
import { isSettled } from '../labels/waiting.ts';
import type { LabelSettings, Monitor } from '../monitor/monitor.ts';
import { PredictionRows } from '../performance/rows/prediction-rows.ts';
import type { CheckResult, DataRead } from '../result/schema.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';
import { joinLabels } from './join-labels.ts';
import { predictionShape } from './prediction-columns.ts';
import { dataRead, windowCaptures } from './reading.ts';

/** Labels that pause for less than this, such as over a weekend, may still go on. Milliseconds. */
const LABEL_PAUSE = 3 * 86_400_000;

/** A window's predictions, a row each: answers and segments, and what joins them to labels. */
export interface Predictions {
  readonly rows: PredictionRows;
  readonly keys: PredictionKeys;
}

/** Reads what the model answered in a window. Memory grows with the window's predictions, by ids mostly. */
export async function readPredictions(
  monitor: Monitor,
  window: Window,
  world: World,
): Promise<{ predictions: Predictions; data: DataRead }> {
  const { capture, performance, problem } = monitor;
  const { segments } = performance;
  const rows = new PredictionRows({ ...predictionShape(problem, capture.prediction), segments });
  const keys = new PredictionKeys();
  const log = new RejectionLog();
  const { sources, counter } = windowCaptures(monitor, window, world);
  const features = segments.length === 0 ? 'none' : segments;
  for await (const chunk of readCapture(sources, capture, { window, ids: true, features, log })) {
    rows.append({ rows: chunk.rows, segments: chunk.columns, ...chunk.predictions });
    keys.append(chunk);
    world.onProgress?.(rows.rows);
  }
  return { predictions: { rows, keys }, data: dataRead(counter, log) };
}

/** Joins the labels that have arrived by now. */
export async function labelPredictions(
  monitor: Monitor,
  settings: LabelSettings,
  window: Window,
  { rows, keys }: Predictions,
  world: World,
): Promise<{ table: ColumnTable; labels: NonNullable<CheckResult['labels']> }> {
  const { joined, log } = await joinLabels(settings, window, keys, world);
  const { actual, ...counts } = joined;
  return {
    table: rows.toTable().assign(makeTable({ actual })),
    labels: {
      ...counts,
      others: log.summarize().rowsOutsideWindow + counts.unmatched,
      rejected: log.rejected,
      // A window without predictions has nothing to wait for.
      settled: counts.predictions === 0 || (await areSettled(monitor, settings, window, counts.coverage, world)),
    },
  };
}

async function areSettled(
  monitor: Monitor,
  { maxAge }: LabelSettings,
  window: Window,
  coverageNow: number,
  { results, now }: World,
): Promise<boolean> {
  const { state } = await loadState(results, monitor.name);
  const before = state.checks.accuracy.find((entry) => entry.window === window.name)?.labels ?? null;
  const hasPaused = before !== null && now - before.grewAt >= LABEL_PAUSE;
  return isSettled({
    coverageBefore: hasPaused ? before.coverage : null,
    coverageNow,
    windowEnd: window.end,
    now,
    maxAge,
  });
}
