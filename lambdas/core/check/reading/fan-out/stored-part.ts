import type { ObjectStore } from '../../../ports.ts';
import { parseProfileDocument, serializeProfile } from '../../../profile/serialize.ts';
import type { CapturePart } from '../shards/shard.ts';
import { getText, putText } from './stored-text.ts';

/** What the files of a part hold, and how many and how large they are. */
export interface StoredPart extends CapturePart {
  readonly objects: number;
  readonly bytes: number;
}

export async function putPart(store: ObjectStore, key: string, part: StoredPart): Promise<void> {
  const { features, answers, ...rest } = part;
  const profiles = `"features":${serializeProfile(features)},"answers":${serializeProfile(answers)}`;
  await putText(store, key, `{${profiles},"rest":${JSON.stringify(rest)}}`);
}

/** null: there is none. Only a step of the same code can have written it: see `loadPlan`. */
export async function getPart(store: ObjectStore, key: string): Promise<StoredPart | null> {
  const text = await getText(store, key);
  if (text === null) return null;
  const { features, answers, rest } = JSON.parse(text);
  return { features: parseProfileDocument(features), answers: parseProfileDocument(answers), ...rest };
}
