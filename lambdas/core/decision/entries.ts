import { KEPT_WINDOWS, type MonitorState, type WindowEntry } from './state.ts';

/**
 * The entries with this one in its place by time, replacing an earlier check of the same window. Beyond {@link KEPT_WINDOWS}
 * only those are kept whose labels are waited for.
 */
export function recordEntry(entries: readonly WindowEntry[], entry: WindowEntry): WindowEntry[] {
  const others = entries.filter((other) => other.window !== entry.window);
  const all = [...others, entry].sort((a, b) => a.start - b.start);
  const first = all.length - KEPT_WINDOWS;
  return all.filter(({ labels }, i) => i >= first || labels?.settled === false);
}

/** What is known of a window by accuracy checks. */
export function findEntry(
  { checks }: Pick<MonitorState, 'checks'>,
  { name }: { readonly name: string },
): WindowEntry | undefined {
  return checks.accuracy.find((entry) => entry.window === name);
}

/** Whether labels are expected for predictions that have none. */
export function lacksLabels({ labels }: WindowEntry): boolean {
  return labels !== null && !labels.settled && labels.coverage < 1;
}

/** Whether a look that has no news leaves the entry as it is. */
export function isWaitingAlike({ labels: a }: WindowEntry, { labels: b }: WindowEntry): boolean {
  return a?.settled === b?.settled && a?.seen === b?.seen;
}
