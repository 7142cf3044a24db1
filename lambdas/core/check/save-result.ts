import type { AlertLinks } from '../alerts.ts';
import type { RunContext } from '../context.ts';
import type { MonitorState } from '../decision/state.ts';
import { historyRow } from '../history/row.ts';
import { saveHistoryRow } from '../history/store.ts';
import { PLAIN_COMMANDS } from '../report/commands.ts';
import type { ReportContext } from '../report/html/check-page.ts';
import { timeLineOf } from '../report/time-line.ts';
import { reportKey, resultKey } from '../result/keys.ts';
import type { CheckResult } from '../result/schema.ts';
import { linksOfPage } from './page-links.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/**
 * Keeps a result: for programs, as a page for people where pages are wanted, and as a row of the history.
 *
 * @param state The monitor's state after the check.
 */
export async function saveResult(
  context: RunContext,
  result: CheckResult,
  {
    state,
    links,
    page,
  }: {
    readonly state: MonitorState;
    readonly links: AlertLinks;
    readonly page: (result: CheckResult, context: ReportContext) => string;
  },
): Promise<void> {
  const { results, commands = PLAIN_COMMANDS, pages = true } = context;
  const { monitor, kind, window } = result;
  const key = resultKey(monitor, kind, window.name);
  const made = async () =>
    page(result, {
      resultKey: key,
      checkedWindows: state.checks[kind],
      incidents: state.incidents,
      timeLine: timeLineOf(state, { until: Date.parse(window.start) }),
      pages: await linksOfPage(result, state.checks, context),
      commands,
      dashboard: links.dashboard,
      runbook: links.runbook,
    });
  const text = pages ? await made() : null;
  await results.put(key, bytesOf(`${JSON.stringify(result, null, 1)}\n`));
  if (text !== null) await results.put(reportKey(monitor, kind, window.name), bytesOf(text));
  await saveHistoryRow(results, historyRow(result));
}
