import type { WindowEntry } from '../decision/state.ts';
import { historyRow } from '../history/row.ts';
import { saveHistoryRow } from '../history/store.ts';
import type { AlertLinks } from '../ports.ts';
import { reportPage } from '../report/html/report-page.ts';
import { reportKey, resultKey } from '../result/keys.ts';
import type { CheckResult } from '../result/schema.ts';
import type { World } from '../world.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/**
 * Keeps a result: for programs, as a page for people, and as a row of the history.
 *
 * @param entries The windows on record of this kind of check, oldest first.
 */
export async function saveResult(
  { results }: World,
  result: CheckResult,
  { entries, links }: { readonly entries: readonly WindowEntry[]; readonly links: AlertLinks },
): Promise<void> {
  const { monitor, kind, window } = result;
  const key = resultKey(monitor, kind, window.name);
  const page = reportPage(result, { resultKey: key, entries, dashboard: links.dashboard, runbook: links.runbook });
  await results.put(key, bytesOf(`${JSON.stringify(result, null, 1)}\n`));
  await results.put(reportKey(monitor, kind, window.name), bytesOf(page));
  await saveHistoryRow(results, historyRow(result));
}
