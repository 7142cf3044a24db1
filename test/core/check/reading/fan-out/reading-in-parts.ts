import type { CapturedWindow } from '../../../../../lambdas/core/check/reading/captured-window.ts';
import { storePlan } from '../../../../../lambdas/core/check/reading/fan-out/plan.ts';
import { ReadingKeys } from '../../../../../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { runReadingStep } from '../../../../../lambdas/core/check/reading/fan-out/run-step.ts';
import type { ReadingStep, Repeated } from '../../../../../lambdas/core/check/reading/fan-out/steps.ts';
import { getText } from '../../../../../lambdas/core/check/reading/fan-out/stored-text.ts';
import { parseProfiles } from '../../../../../lambdas/core/check/reading/kept-profiles.ts';
import { readBaseline, windowCaptures } from '../../../../../lambdas/core/check/reading/read-window.ts';
import { divideParts } from '../../../../../lambdas/core/check/reading/shards/divide-sources.ts';
import type { RunContext } from '../../../../../lambdas/core/context.ts';
import type { ObjectStore } from '../../../../../lambdas/core/ports.ts';
import type { Location } from '../../../../../lambdas/core/sources.ts';
import { MemoryStore } from '../../../stories/memory-store.ts';
import { FIRST_DAY, morningAfter, type StoryFixture } from '../../../stories/story-fixture.ts';

const MEGABYTE = 2 ** 20;
export const NOON = FIRST_DAY + 12 * 3_600_000;

/** A file of captures that says it is larger than it is, so that few records make a large window. */
export interface LargeFile {
  readonly lines: readonly string[];
  /** Megabytes that the listing shows. */
  readonly size: number;
}

/** The captures of the first day, one hour after another. */
export function placeOf(files: readonly LargeFile[], extension = 'jsonl'): Location {
  const named = files.map(({ lines, size }, i): [string, string, number] => [
    `captures/2001/02/01/12/${String(i).padStart(4, '0')}.${extension}`,
    `${lines.join('\n')}\n`,
    size,
  ]);
  const store = new MemoryStore(new Map(named.map(([key, text]) => [key, text])));
  const sizes = new Map(named.map(([key, , size]) => [key, size]));
  return {
    store: enlarged(store, (key) => sizes.get(key)!),
    prefix: 'captures/',
    uriOf: (key) => `s3://bucket/${key}`,
  };
}

/** A store whose objects say that they have so many megabytes. */
export function enlarged(store: ObjectStore, sizeOf: (key: string) => number): ObjectStore {
  return {
    list: async function* (prefix) {
      for await (const object of store.list(prefix)) yield { ...object, size: sizeOf(object.key) * MEGABYTE };
    },
    folders: (prefix) => store.folders(prefix),
    get: (key) => store.get(key),
    stream: (key) => store.stream(key),
    slice: (key, start, end) => store.slice(key, start, end),
    put: (key, bytes) => store.put(key, bytes),
  };
}

/** Does the steps of a reading, in the order of the machine. @param work Does one step. @param tolerated Percent of missing parts. */
export async function doSteps(
  frame: Pick<ReadingStep, 'monitor' | 'window' | 'run'>,
  parts: number,
  work: (request: ReadingStep) => Promise<Repeated | null>,
  tolerated = 0,
): Promise<void> {
  for (let part = 0; part < parts; part++) await work({ step: 'read-part', ...frame, part });
  for (let range = 0; range < parts; range++) await work({ step: 'find-repeats', ...frame, range });
  const { repeated } = (await work({ step: 'list-repeats', ...frame }))!;
  for (const { part } of repeated) await work({ step: 'read-again', ...frame, part });
  await work({ step: 'merge', ...frame, tolerated });
}

/** The reading of the first day of a story in parts, planned. */
export async function planFirstDay(fixture: StoryFixture, place: Location, changed: Partial<RunContext> = {}) {
  const { monitor, store } = fixture;
  const context = fixture.at(morningAfter(0), { open: () => place, ...changed });
  const window = fixture.window(0);
  const baseline = await readBaseline(monitor, window, await fixture.state(), context);
  const { listed } = await windowCaptures(monitor, window, context, null, true);
  const parts = await Array.fromAsync(divideParts(listed!));
  const run = await storePlan(store, monitor, window, baseline.id, parts);
  const frame = { monitor: monitor.name, window: window.name, run };
  return {
    context,
    window,
    baseline,
    parts,
    run,
    frame,
    step: (request: ReadingStep, given: RunContext = context) => runReadingStep(request, monitor, given),
    doSteps: (work: (request: ReadingStep) => Promise<Repeated | null>, tolerated?: number) =>
      doSteps(frame, parts.length, work, tolerated),
    /** What was merged. */
    merged: async (): Promise<CapturedWindow> => {
      const keys = new ReadingKeys(run);
      const { reading } = JSON.parse((await getText(store, keys.plan))!);
      return parseProfiles((await getText(store, keys.window))!, reading)!.captured;
    },
  };
}
