import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Performance } from '../performance/types.ts';
import type { ObjectStore } from '../ports.ts';
import { parseProfile, serializeProfile } from '../profile/serialize.ts';
import type { Profile } from '../profile/types.ts';
import { performanceSchema } from '../result/schema.ts';
import { isoTime } from '../text/times.ts';

export const BASELINE_VERSION = 1;

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
}

/** `baseline.json`; the profiles stand beside it as `profile.json` and `predictions.json`. */
const headSchema = z.object({
  version: z.literal(BASELINE_VERSION),
  id: z.string(),
  model: z.string(),
  createdAt: z.string(),
  source: z.string(),
  rows: z.number(),
  predictionRows: z.number().nullable(),
  performance: performanceSchema.nullable(),
});

/** There is no usable baseline for a monitor. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** A baseline with its id: the day, and what is in it. @param now Milliseconds since the epoch. */
export function makeBaseline(content: Omit<Baseline, 'id' | 'createdAt'>, now: number): Baseline {
  const { profile, predictions, performance } = content;
  const createdAt = isoTime(now);
  const parts = [serializeProfile(profile), predictions && serializeProfile(predictions), JSON.stringify(performance)];
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
  const { profile, predictions, ...head } = baseline;
  const put = (name: string, text: string) => store.put(folder + name, new TextEncoder().encode(`${text}\n`));
  await put('profile.json', serializeProfile(profile));
  if (predictions !== null) await put('predictions.json', serializeProfile(predictions));
  const facts = { version: BASELINE_VERSION, ...head, rows: profile.rows, predictionRows: predictions?.rows ?? null };
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
  const parsed = headSchema.safeParse(parseHead(await read('baseline.json'), folder, monitor));
  if (!parsed.success) {
    throw new BaselineError(
      `${folder}baseline.json is not of version ${BASELINE_VERSION}: run driftwarden baseline ${monitor}`,
      {
        cause: parsed.error,
      },
    );
  }
  const { version: _version, rows: _rows, predictionRows, ...head } = parsed.data;
  return {
    ...head,
    performance: head.performance as Performance | null,
    profile: parseProfile(await read('profile.json')),
    predictions: predictionRows === null ? null : parseProfile(await read('predictions.json')),
  };
}

function parseHead(text: string, folder: string, monitor: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BaselineError(`${folder}baseline.json is not JSON: run driftwarden baseline ${monitor}`, { cause });
  }
}
