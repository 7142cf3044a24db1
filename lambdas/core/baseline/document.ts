import { hash } from 'node:crypto';
import * as z from 'zod';
import { PROBLEM_TYPES } from '../capture/spec.ts';
import { metricNames } from '../performance/metrics/registry.ts';
import type { Curves, Performance } from '../performance/types.ts';
import type { ObjectStore } from '../ports.ts';
import { canonicalProfile } from '../profile/canonical-profile.ts';
import { parseProfile, serializeProfile } from '../profile/serialize.ts';
import type { Profile } from '../profile/types.ts';
import { curvesSchema, performanceSchema } from '../result/performance-schema.ts';
import { isoTime } from '../text/times.ts';
import { type BaselineMovement, MOVEMENT_VERSION, movementSchema } from './movement.ts';

const BASELINE_VERSION = 1;

/** What a baseline says about the model: all that an accuracy check needs of it. */
export interface ModelBaseline {
  /** `{day}-{hash}`: sorts by time, safe in keys. */
  readonly id: string;
  readonly model: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  /** Where the training data was. */
  readonly source: string;
  /** Rows of the training data. */
  readonly rows: number;
  /** The model's answers on held-out data, by role (`score`, `label`, `value`, `score:{class}`); null without them. */
  readonly predictions: Profile | null;
  /** Performance of the model on held-out data; null without answers and labels. */
  readonly performance: Performance | null;
  /** What charts show of the same rows, at most about 4 KB; absent in baselines of earlier releases. No part of the id. */
  readonly curves?: Curves | undefined;
  /** A limit to begin with, by metric, where the baseline's own windows were measured. @default - from all held-out rows together */
  readonly suggestedLimits?: Readonly<Record<string, string>> | undefined;
  /** Features of the training data; null where they were not read. */
  readonly profile: Profile | null;
}

/**
 * The reference that windows are compared with. It belongs to one version of the model and never changes; a new
 * baseline gets a new id.
 */
export interface Baseline extends ModelBaseline {
  readonly profile: Profile;
  /** How its columns moved between its own windows; null where the times of its rows are not known. */
  readonly movement: BaselineMovement | null;
}

/** Metrics that another release computed and this one does not know are left out. */
const storedPerformanceSchema = performanceSchema
  .extend({ problem: z.enum(PROBLEM_TYPES) })
  .transform(({ metrics, ...rest }): Performance => {
    const known = metricNames(rest.problem).filter((name) => Object.hasOwn(metrics, name));
    return { ...rest, metrics: Object.fromEntries(known.map((name) => [name, metrics[name]])) };
  });

/** `baseline.json`; `profile.json`, `predictions.json` and `movement.json` are stored beside it. */
const headSchema = z.object({
  version: z.literal(BASELINE_VERSION),
  id: z.string(),
  model: z.string(),
  createdAt: z.string(),
  source: z.string(),
  rows: z.number(),
  predictionRows: z.number().nullable(),
  performance: storedPerformanceSchema.nullable(),
  // They are only drawn: what another release makes of them refuses no baseline.
  curves: curvesSchema.optional().catch(undefined),
  /** Not part of the id: nothing is judged by them. */
  suggestedLimits: z.record(z.string(), z.string()).optional(),
  /** Windows in `movement.json`; null: there is none. Earlier releases wrote none. */
  movementWindows: z.number().nullable().default(null),
});

/** There is no usable baseline for a monitor. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/**
 * A baseline with its id: the day, and a hash of what windows are compared with.
 *
 * @param now Milliseconds since the epoch.
 */
export function makeBaseline(content: Omit<Baseline, 'id' | 'createdAt' | 'rows'>, now: number): Baseline {
  const { profile, predictions, performance, movement } = content;
  const createdAt = isoTime(now);
  const parts = [serializeProfile(profile), predictions && serializeProfile(predictions), JSON.stringify(performance)];
  if (movement !== null) parts.push(JSON.stringify(movement));
  const id = `${createdAt.slice(0, 10)}-${hash('sha256', parts.join('\n')).slice(0, 8)}`;
  return { id, createdAt, rows: profile.rows, ...content };
}

/** Folder of a baseline's documents; `baseline.json` names it. */
export function baselineFolder(monitor: string, id: string): string {
  return `${monitor}/baselines/${id}/`;
}

/** Writes the baseline; `baseline.json` comes last, so that a baseline with it is whole. */
export async function saveBaseline(store: ObjectStore, monitor: string, baseline: Baseline): Promise<void> {
  const folder = baselineFolder(monitor, baseline.id);
  const { profile, predictions, movement, ...head } = baseline;
  const put = (name: string, text: string) => store.put(folder + name, new TextEncoder().encode(`${text}\n`));
  await put('profile.json', serializeProfile(profile));
  if (predictions !== null) await put('predictions.json', serializeProfile(predictions));
  if (movement !== null) await put('movement.json', JSON.stringify(movement));
  const facts = {
    version: BASELINE_VERSION,
    ...head,
    rows: profile.rows,
    predictionRows: predictions?.rows ?? null,
    movementWindows: movement?.windows.length ?? null,
  };
  await put('baseline.json', JSON.stringify(facts, null, 1));
}

/** Throws {@link BaselineError} when there is none under this id, or one that this program cannot read. */
export async function loadBaseline(store: ObjectStore, monitor: string, id: string): Promise<Baseline> {
  const folder = baselineFolder(monitor, id);
  const { movementWindows, ...model } = await loadHead(store, monitor, id);
  return {
    ...model,
    profile: await loadProfile(store, monitor, id),
    movement:
      movementWindows === null ? null : parseMovement(await readDocument(store, `${folder}movement.json`), folder),
  };
}

/** The same. Features, whose profile is by far the largest part, are read only `withProfile`. */
export async function loadModelBaseline(
  store: ObjectStore,
  monitor: string,
  id: string,
  withProfile: boolean,
): Promise<ModelBaseline> {
  const { movementWindows: _, ...model } = await loadHead(store, monitor, id);
  return { ...model, profile: withProfile ? await loadProfile(store, monitor, id) : null };
}

async function loadProfile(store: ObjectStore, monitor: string, id: string): Promise<Profile> {
  return canonicalProfile(parseProfile(await readDocument(store, `${baselineFolder(monitor, id)}profile.json`)));
}

async function readDocument(store: ObjectStore, key: string): Promise<string> {
  const stored = await store.get(key);
  if (stored === null) throw new BaselineError(`${key} is missing`);
  return new TextDecoder().decode(stored.bytes);
}

async function loadHead(
  store: ObjectStore,
  monitor: string,
  id: string,
): Promise<Omit<ModelBaseline, 'profile'> & { movementWindows: number | null }> {
  const folder = baselineFolder(monitor, id);
  const key = `${folder}baseline.json`;
  const parsed = headSchema.safeParse(parseJson(await readDocument(store, key), key));
  if (!parsed.success) {
    throw new BaselineError(`${key} is not of version ${BASELINE_VERSION}`, {
      cause: parsed.error,
    });
  }
  const { version: _, predictionRows, ...head } = parsed.data;
  return {
    ...head,
    predictions: predictionRows === null ? null : parseProfile(await readDocument(store, `${folder}predictions.json`)),
  };
}

function parseMovement(text: string, folder: string): BaselineMovement {
  const parsed = movementSchema.safeParse(parseJson(text, `${folder}movement.json`));
  if (parsed.success) return parsed.data;
  throw new BaselineError(`${folder}movement.json is not of version ${MOVEMENT_VERSION}`, { cause: parsed.error });
}

function parseJson(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BaselineError(`${key} is not JSON`, { cause });
  }
}
