import { hkdfSync } from 'node:crypto';
import type { ObjectStore } from '../ports.ts';
import { KeyedHash } from '../text/keyed-hash.ts';
import { loadKey } from './value-key.ts';

/** Name of the object with the key of a monitor's kept answers, below the monitor's prefix. */
export const ANSWERS_KEY = 'answers-key.txt';

/** What a monitor's kept answers are made with. Without the key, they cannot be searched for an id, nor forged. */
export interface AnswersKey {
  /** Hashes ids. */
  readonly ids: KeyedHash;
  /** Key of each file's code: HMAC-SHA-256. */
  readonly files: Uint8Array;
}

/**
 * The key of a monitor's kept answers: random, made at its first use. It is not the one of the hashes in texts, which people use to
 * look values up.
 *
 * @param isReadOnly Whether a missing key is left missing. @returns null then
 * @throws ValueKeyError
 */
export async function loadAnswersKey(
  store: ObjectStore,
  monitor: string,
  isReadOnly = false,
): Promise<AnswersKey | null> {
  const key = await loadKey(store, `${monitor}/${ANSWERS_KEY}`, isReadOnly);
  if (key === null) return null;
  const ids = Buffer.from(derived(key, 'ids', 16));
  return {
    ids: new KeyedHash(Int32Array.from({ length: 4 }, (_, i) => ids.readInt32LE(i * 4))),
    files: derived(key, 'files', 32),
  };
}

/** Keys for different purposes from one: HKDF (RFC 5869). */
function derived(key: string, purpose: string, bytes: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', Buffer.from(key, 'hex'), '', `driftwarden kept answers: ${purpose}`, bytes));
}
