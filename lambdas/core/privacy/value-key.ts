import { randomBytes } from 'node:crypto';
import { type ObjectStore, PreconditionFailedError } from '../ports.ts';
import { Redactor, type ValueMode } from '../text/redactor.ts';

/** The stored key of a monitor's hashes is not one. */
class ValueKeyError extends Error {
  override readonly name = 'ValueKeyError';
}

/** Name of the object with the key of a monitor's hashes, below the monitor's prefix. */
export const VALUE_KEY = 'value-key.txt';

function valueKeyOf(monitor: string): string {
  return `${monitor}/${VALUE_KEY}`;
}

/**
 * The key of a monitor's hashes: 64 hexadecimal digits, random, made at its first use. Without a key, anyone could find the few
 * categories of a column by hashing candidates.
 *
 * @param isReadOnly Whether a missing key is left missing. @returns null then
 * @throws ValueKeyError
 */
export function loadValueKey(store: ObjectStore, monitor: string, isReadOnly = false): Promise<string | null> {
  return loadKey(store, valueKeyOf(monitor), isReadOnly);
}

/**
 * A random key, 64 hexadecimal digits, made at its first use.
 *
 * @param name Of its object. @param isReadOnly Whether a missing key is left missing. @returns null then
 * @throws ValueKeyError
 */
export async function loadKey(store: ObjectStore, name: string, isReadOnly: boolean): Promise<string | null> {
  const stored = await store.get(name);
  if (stored !== null) return parseValueKey(new TextDecoder().decode(stored.bytes), name);
  if (isReadOnly) return null;
  const key = randomBytes(32).toString('hex');
  try {
    await store.put(name, new TextEncoder().encode(`${key}\n`), { ifNoneMatch: '*' });
    return key;
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    // Another run made one first.
    return loadKey(store, name, true);
  }
}

/** @param name Of the file, for the message. @throws ValueKeyError */
export function parseValueKey(text: string, name: string): string {
  const key = text.trim();
  if (/^[0-9a-f]{64}$/.test(key)) return key;
  throw new ValueKeyError(`${name} is not the key of hashes: 64 hexadecimal digits, in lower case`);
}

/**
 * The redactor of a monitor's texts.
 *
 * @param needsTokens Whether its results name values by stand-ins even where texts hide them.
 * @param isReadOnly Whether nothing may be stored: without a stored key, what would be hashed is hidden.
 */
export async function loadRedactor(
  store: ObjectStore,
  { name, privacy }: { readonly name: string; readonly privacy: { readonly values: ValueMode } },
  { needsTokens, isReadOnly }: { readonly needsTokens: boolean; readonly isReadOnly: boolean },
): Promise<Redactor> {
  const mode = privacy.values;
  if (mode === 'show') return Redactor.SHOW;
  if (mode === 'hide' && !needsTokens) return Redactor.HIDE;
  return new Redactor(mode, await loadValueKey(store, name, isReadOnly));
}

/** The redactor of texts that are made without the store: what would be hashed is hidden. */
export function redactorWithoutKey({ privacy }: { readonly privacy: { readonly values: ValueMode } }): Redactor {
  return privacy.values === 'show' ? Redactor.SHOW : Redactor.HIDE;
}
