import type { CheckKind } from '../decision/state.ts';
import type { ObjectStore } from '../ports.ts';
import type { Window } from '../window.ts';
import { type HistoryRow, historyRowSchema } from './row.ts';

function historyKey(monitor: string, kind: CheckKind, window: string): string {
  return `${monitor}/history/${kind}/${window}.jsonl`;
}

export async function saveHistoryRow(store: ObjectStore, row: HistoryRow): Promise<void> {
  const line = new TextEncoder().encode(`${JSON.stringify(row)}\n`);
  await store.put(historyKey(row.monitor, row.kind, row.window), line);
}

/**
 * Reads the last rows of one kind of check, oldest first.
 *
 * @param before only windows that started before this one @default - all
 */
export async function readHistory(
  store: ObjectStore,
  monitor: string,
  kind: CheckKind,
  options: { readonly last: number; readonly before?: Window },
): Promise<HistoryRow[]> {
  const folder = `${monitor}/history/${kind}/`;
  const names: string[] = [];
  for await (const { key } of store.list(folder)) {
    const name = key.slice(folder.length).replace(/\.jsonl$/, '');
    if (options.before === undefined || comparable(name) < comparable(options.before.name)) names.push(name);
  }
  names.sort((a, b) => (comparable(a) < comparable(b) ? -1 : 1));
  const keys = names.slice(-options.last).map((name) => historyKey(monitor, kind, name));
  const rows = await Promise.all(keys.map((key) => readRow(store, key)));
  return rows.filter((row) => row !== null);
}

/** Rows by their bytes, for stores that keep these: each window of a run reads the rows of all before it. */
const KNOWN = new WeakMap<Uint8Array, HistoryRow>();

async function readRow(store: ObjectStore, key: string): Promise<HistoryRow | null> {
  const stored = await store.get(key);
  if (stored === null) return null;
  const known = KNOWN.get(stored.bytes);
  if (known !== undefined) return known;
  const parsed = historyRowSchema.safeParse(JSON.parse(new TextDecoder().decode(stored.bytes)));
  if (!parsed.success) throw new Error(`${key} is not a history row of this version`, { cause: parsed.error });
  KNOWN.set(stored.bytes, parsed.data);
  return parsed.data;
}

/** Window names sort by time once `T05Z` and `T0530Z` have lost their `Z`. */
function comparable(name: string): string {
  return name.replace(/Z$/, '');
}
