import type { AlertLinks } from '../alerts.ts';
import type { RunContext } from '../context.ts';
import { historyRow } from '../history/row.ts';
import { saveHistoryRow } from '../history/store.ts';
import { PLAIN_COMMANDS } from '../report/commands.ts';
import type { ReportContext } from '../report/html/check-page.ts';
import { reportKey, resultKey } from '../result/keys.ts';
import type { CheckResult } from '../result/schema.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/**
 * Keeps a result: for programs, as a page for people, and as a row of the history.
 *
 * @param standing The windows on record of this kind of check and all incidents, after the check.
 */
export async function saveResult(
  { results, commands = PLAIN_COMMANDS }: RunContext,
  result: CheckResult,
  {
    links,
    page,
    ...standing
  }: Required<Pick<ReportContext, 'checkedWindows' | 'incidents' | 'history'>> & {
    readonly links: AlertLinks;
    readonly page: (result: CheckResult, context: ReportContext) => string;
  },
): Promise<void> {
  const { monitor, kind, window } = result;
  const key = resultKey(monitor, kind, window.name);
  const text = page(result, {
    resultKey: key,
    ...standing,
    commands,
    dashboard: links.dashboard,
    runbook: links.runbook,
  });
  await results.put(key, bytesOf(`${JSON.stringify(result, null, 1)}\n`));
  await results.put(reportKey(monitor, kind, window.name), bytesOf(text));
  await saveHistoryRow(results, historyRow(result));
}
