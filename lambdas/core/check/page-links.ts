import type { RunContext } from '../context.ts';
import type { MonitorState } from '../decision/state.ts';
import type { ObjectStore } from '../ports.ts';
import type { PageLinks } from '../report/html/page-links.ts';
import { windowPlace } from '../report/html/window-place.ts';
import { OVERVIEW_KEY, reportKey, resultKey } from '../result/keys.ts';
import type { CheckResult } from '../result/schema.ts';

/**
 * Where a check's page leads: only to what is there when it is written. The windows on record have pages, because a page is
 * stored before its window is recorded.
 *
 * @param checks All windows on record, this one included.
 */
export async function linksOfPage(
  { monitor, kind, window: { name } }: CheckResult,
  checks: MonitorState['checks'],
  { links, results }: Pick<RunContext, 'links' | 'results'>,
): Promise<PageLinks | undefined> {
  if (links === undefined) return undefined;
  const page = reportKey(monitor, kind, name);
  const windowLink = (window: string | undefined) =>
    window === undefined ? undefined : { window, address: links.fromPage(page, reportKey(monitor, kind, window)) };
  const windows = checks[kind].map(({ window }) => window);
  const at = windows.indexOf(name);
  const other = kind === 'drift' ? 'accuracy' : 'drift';
  const hasOther = checks[other].some(({ window }) => window === name);
  return {
    previous: windowLink(windows[at - 1]),
    next: at < 0 ? undefined : windowLink(windows[at + 1]),
    otherCheck: hasOther ? { kind: other, address: links.fromPage(page, reportKey(monitor, other, name)) } : undefined,
    overview: (await exists(results, OVERVIEW_KEY))
      ? links.fromPage(page, OVERVIEW_KEY, windowPlace(monitor, name))
      : undefined,
    result: links.fromPage(page, resultKey(monitor, kind, name)),
  };
}

/** By its listing: the overview can be large, and a check may not read it. */
async function exists(store: ObjectStore, key: string): Promise<boolean> {
  for await (const found of store.list(key)) if (found.key === key) return true;
  return false;
}
