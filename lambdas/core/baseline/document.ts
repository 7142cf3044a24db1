import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Performance } from '../performance/types.ts';
import type { ObjectStore } from '../ports.ts';
import { canonicalProfile } from '../profile/canonical-profile.ts';
import { parseProfile, serializeProfile } from '../profile/serialize.ts';
import type { Profile } from '../profile/types.ts';
import { performanceSchema } from '../result/performance-schema.ts';
import { isoTime } from '../text/times.ts';
import { type BaselineMovement, MOVEMENT_VERSION, movementSchema } from './movement.ts';

const BASELINE_VERSION = 1;

/** What windows are compared with. It belongs to one version of the model and never changes; a new one gets a new id. */
export interface Baseline {
  /** `{day}-{hash}`: sorts by time, safe in keys. */
  readonly id: string;
  readonly model: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  /** Where the training data was. */
  readonly source: string;
  /** Features of the training data. */
  readonly profile: Profile;
  /** The model's answers on held-out data, by role (`score`, `label`, `value`, `score:{class}`); null without them. */
  readonly predictions: Profile | null;
  /** The model on held-out data; null without answers and labels. */
  readonly performance: Performance | null;
  /** How its columns moved between its own windows; null where the times of its rows are not known. */
  readonly movement: BaselineMovement | null;
}

/** `baseline.json`; beside it stand `profile.json`, `predictions.json` and `movement.json`. */
const headSchema = z.object({
  version: z.literal(BASELINE_VERSION),
  id: z.string(),
  model: z.string(),
  createdAt: z.string(),
  source: z.string(),
  rows: z.number(),
  predictionRows: z.number().nullable(),
  performance: performanceSchema.nullable(),
  /** Windows in `movement.json`; null: there is none. Earlier releases wrote none. */
  movementWindows: z.number().nullable().default(null),
});

/** There is no usable baseline for a monitor. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** A baseline with its id: the day, and what is in it. @param now Milliseconds since the epoch. */
export function makeBaseline(content: Omit<Baseline, 'id' | 'createdAt'>, now: number): Baseline {
  const { profile, predictions, performance, movement } = content;
  const createdAt = isoTime(now);
  const parts = [serializeProfile(profile), predictions && serializeProfile(predictions), JSON.stringify(performance)];
  if (movement !== null) parts.push(JSON.stringify(movement));
  const id = `${createdAt.slice(0, 10)}-${hash('sha256', parts.join('\n')).slice(0, 8)}`;
  return { id, createdAt, ...content };
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
  const read = async (name: string) => {
    const stored = await store.get(folder + name);
    if (stored === null) throw new BaselineError(`${folder}${name} is missing: run driftwarden baseline ${monitor}`);
    return new TextDecoder().decode(stored.bytes);
  };
  const parsed = headSchema.safeParse(parseJson(await read('baseline.json'), `${folder}baseline.json`, monitor));
  if (!parsed.success) {
    throw new BaselineError(
      `${folder}baseline.json is not of version ${BASELINE_VERSION}: run driftwarden baseline ${monitor}`,
      {
        cause: parsed.error,
      },
    );
  }
  const { version: _version, rows: _rows, predictionRows, movementWindows, ...head } = parsed.data;
  return {
    ...head,
    performance: head.performance as Performance | null,
    profile: canonicalProfile(parseProfile(await read('profile.json'))),
    predictions: predictionRows === null ? null : parseProfile(await read('predictions.json')),
    movement: movementWindows === null ? null : parseMovement(await read('movement.json'), folder, monitor),
  };
}

function parseMovement(text: string, folder: string, monitor: string): BaselineMovement {
  const parsed = movementSchema.safeParse(parseJson(text, `${folder}movement.json`, monitor));
  if (parsed.success) return parsed.data;
  throw new BaselineError(
    `${folder}movement.json is not of version ${MOVEMENT_VERSION}: run driftwarden baseline ${monitor}`,
    { cause: parsed.error },
  );
}

function parseJson(text: string, key: string, monitor: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BaselineError(`${key} is not JSON: run driftwarden baseline ${monitor}`, { cause });
  }
}
