import type { Baseline } from '../baseline/document.ts';
import { AnswerPlaces, type Misplaced } from '../capture/answer-places.ts';
import { readCapture } from '../capture/read-capture.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { SeenRecords } from '../capture/seen-records.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { Profiler } from '../profile/profiler.ts';
import { schemaOf } from '../profile/schema.ts';
import { serializeProfile } from '../profile/serialize.ts';
import type { Profile } from '../profile/types.ts';
import type { DataRead } from '../result/schema.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';
import { answerProfiler } from './answer-faults.ts';
import { answersAsTable } from './prediction-columns.ts';
import { dataRead, windowCaptures } from './reading.ts';

/** A window's captured data in a size that does not depend on its rows. */
export interface CapturedWindow {
  readonly features: Profile;
  /** The model's answers by role. */
  readonly answers: Profile;
  readonly data: DataRead;
  /** By role, what stands where answers do not. */
  readonly misplaced: ReadonlyMap<string, Misplaced>;
}

/** Reads a window's captured data once, chunk by chunk, into profiles that can be compared with the baseline's, and saves them. */
export async function profileCapture(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  world: World,
): Promise<CapturedWindow> {
  const { capture } = monitor;
  const features = new Profiler({ schema: schemaOf(baseline.profile), nanIsMissing: true });
  const answers = answerProfiler(monitor, baseline);
  const log = new RejectionLog();
  const { sources, counter } = windowCaptures(monitor, window, world);
  let rows = 0;
  const seen = new SeenRecords();
  const places = new AnswerPlaces();
  for await (const chunk of readCapture(sources, capture, { window, ids: false, log, seen, misplaced: places })) {
    features.add(chunk);
    answers.add(answersAsTable(chunk));
    rows += chunk.rows;
    world.onProgress?.(rows);
  }
  const captured = {
    features: features.finish(),
    answers: answers.finish(),
    data: dataRead(counter, log),
    misplaced: places.misplaced,
  };
  if (!world.dryRun) await saveProfiles(monitor, window, captured, world);
  return captured;
}

async function saveProfiles(monitor: Monitor, window: Window, captured: CapturedWindow, world: World): Promise<void> {
  const { features, answers } = captured;
  const text = `{"features":${serializeProfile(features)},"answers":${serializeProfile(answers)}}\n`;
  await world.results.put(`${monitor.name}/profiles/${window.name}.json`, new TextEncoder().encode(text));
}
