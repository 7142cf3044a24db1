import { isObject } from './field-path.ts';

/**
 * The objects a batch-transform capture manifest names: the JSON array `[{"prefix": p}, "a", "b", …]` names p + "a",
 * p + "b", …; an entry may be empty, the prefix being the whole name then. null when the text is no manifest.
 */
export function parseManifest(text: string): string[] | null {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(entries) || !isObject(entries[0])) return null;
  const prefix = Object.hasOwn(entries[0], 'prefix') ? entries[0]['prefix'] : undefined;
  const names = entries.slice(1);
  if (typeof prefix !== 'string' || !names.every((name) => typeof name === 'string')) return null;
  return names.map((name) => prefix + name);
}

/** Whether a file that begins with this text is a manifest. */
export function startsManifest(text: string): boolean {
  return /^\s*\[\s*\{\s*"prefix"\s*:/.test(text);
}
