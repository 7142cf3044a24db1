import { KEPT_WINDOWS, type WindowEntry } from './state.ts';

/** The entries with this one in its place by time, replacing an earlier check of the same window. */
export function recordEntry(entries: readonly WindowEntry[], entry: WindowEntry): WindowEntry[] {
  const others = entries.filter((other) => other.window !== entry.window);
  return [...others, entry].sort((a, b) => a.start - b.start).slice(-KEPT_WINDOWS);
}
