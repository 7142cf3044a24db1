import { hash } from 'node:crypto';
import * as z from 'zod';
import { type Baseline, loadBaseline } from '../../../baseline/document.ts';
import type { RunContext } from '../../../context.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import { type DataSource, ObjectNotFoundError, type ObjectStore } from '../../../ports.ts';
import { sourceNamed } from '../../../sources.ts';
import type { Window } from '../../../window.ts';
import { listingOf, readingOf } from '../kept-profiles.ts';
import { ReadingKeys, windowPartsOf } from './reading-keys.ts';
import { getText, putText } from './stored-text.ts';

/** A window can no longer be read as it was planned. */
export class ReadingChangedError extends Error {
  override readonly name = 'ReadingChangedError';
}

/** What steps need from outside. */
export type StepContext = Pick<RunContext, 'open' | 'results' | 'memory' | 'readers'>;

const planSchema = z.object({
  /** Id of the baseline whose grids and categories count the columns. */
  baseline: z.string(),
  /** See `readingOf`. */
  reading: z.string(),
  /** See `listingOf`. */
  files: z.string(),
});
type Plan = Readonly<z.infer<typeof planSchema>>;

const manifestSchema = z.array(z.object({ part: z.int().min(0) }));
const filesSchema = z.array(z.object({ uri: z.string(), size: z.number(), etag: z.string().optional() }));

/** Lists of files that are written at a time. */
const PUTS_AT_A_TIME = 16;

/** The reading of a large window. */
export interface PlannedReading {
  readonly monitor: Monitor;
  readonly window: Window;
  readonly keys: ReadingKeys;
  readonly plan: Plan;
  readonly baseline: Baseline;
  /** The number of parts, and of ranges of hashes. */
  readonly parts: number;
}

/**
 * Stores what is to be read. The same files, monitor, baseline and code have the same keys.
 *
 * @returns the prefix of its keys
 */
export async function storePlan(
  store: ObjectStore,
  monitor: Monitor,
  window: Window,
  baseline: string,
  parts: readonly (readonly DataSource[])[],
): Promise<string> {
  const plan: Plan = { baseline, reading: readingOf(monitor, window, baseline), files: listingOf(parts.flat()) };
  const digest = hash('sha256', JSON.stringify(plan)).slice(0, 32);
  const keys = new ReadingKeys(`${windowPartsOf(monitor.name, window.name)}${digest}/`);
  const putFiles = (sources: readonly DataSource[], part: number) => {
    const files = sources.map(({ uri, size, etag }) => ({ uri, size, etag }));
    return putText(store, keys.files(part), JSON.stringify(files));
  };
  for (let first = 0; first < parts.length; first += PUTS_AT_A_TIME) {
    await Promise.all(parts.slice(first, first + PUTS_AT_A_TIME).map((sources, i) => putFiles(sources, first + i)));
  }
  await putText(store, keys.manifest, JSON.stringify(Array.from(parts.keys(), (part) => ({ part }))));
  await putText(store, keys.plan, JSON.stringify(plan));
  return keys.run;
}

/** @throws ReadingChangedError if the monitor or the code has changed since it was planned, BaselineError */
export async function loadPlan(
  monitor: Monitor,
  window: Window,
  run: string,
  { results }: Pick<RunContext, 'results'>,
): Promise<PlannedReading> {
  if (!run.startsWith(windowPartsOf(monitor.name, window.name)))
    throw new ReadingChangedError(
      `${JSON.stringify(run)} is no reading of the window ${window.name} of ${monitor.name}`,
    );
  const keys = new ReadingKeys(run);
  const plan = planSchema.parse(await getJson(results, keys.plan));
  if (plan.reading !== readingOf(monitor, window, plan.baseline)) {
    throw new ReadingChangedError(
      `the settings of ${monitor.name} or the code changed while the window ${window.name} was read: check it again`,
    );
  }
  const manifest = manifestSchema.parse(await getJson(results, keys.manifest));
  const baseline = await loadBaseline(results, monitor.name, plan.baseline);
  return { monitor, window, keys, plan, baseline, parts: manifest.length };
}

/** The files of a part. */
export async function loadFiles(
  { monitor, keys }: PlannedReading,
  part: number,
  { open, results }: Pick<RunContext, 'open' | 'results'>,
): Promise<DataSource[]> {
  const place = open(monitor.capture.uri);
  const files = filesSchema.parse(await getJson(results, keys.files(part)));
  return files.map((file) => sourceNamed(place, file));
}

/** @throws ObjectNotFoundError */
async function getJson(store: ObjectStore, key: string): Promise<unknown> {
  const text = await getText(store, key);
  if (text === null) throw new ObjectNotFoundError(key);
  return JSON.parse(text);
}
