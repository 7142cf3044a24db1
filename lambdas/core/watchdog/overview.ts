import { overviewPage } from '../report/html/overview-page.ts';
import { OVERVIEW_KEY } from '../result/keys.ts';
import { formatMinute } from '../text/times.ts';
import type { Comparison } from './compare.ts';
import type { WatchContext } from './context.ts';
import type { Observation } from './observe.ts';

/**
 * Writes the page over all monitors, of the states that a look has read. Monitors that could not be read are named on it and do not
 * hide the others. Two looks at the same time write the same.
 */
export async function writeOverview(
  { shown, failures }: Observation,
  { checks, problems }: Pick<Comparison, 'checks' | 'problems'>,
  { results, linksTo, now }: WatchContext,
): Promise<void> {
  const links = linksTo(null);
  const readable = new Set(shown.map(({ monitor }) => monitor));
  const found = problems.filter(({ counts }) => counts).map(({ problem }) => problem);
  const unreadable = found.filter(({ monitor }) => monitor !== '*' && !readable.has(monitor));
  const overdue = checks.filter(({ overdueSince }) => overdueSince !== null);
  const page = overviewPage(shown, {
    now,
    unreadable: [
      ...unreadable.map(({ monitor, title, details }) => `${monitor}: ${title}: ${details.join('; ')}`),
      ...[...failures].filter(([name]) => name !== '*').map(([name, { message }]) => `${name}: ${message}`),
    ],
    problems: [
      ...overdue.map(
        ({ check, overdueSince }) =>
          `${check.monitor.name}: the ${check.kind} check has not run since it was due ${formatMinute(overdueSince!)}`,
      ),
      ...found
        .filter((problem) => !unreadable.includes(problem))
        .map(({ monitor, title }) => `${nameOf(monitor)}: ${title}`),
      ...[...failures].filter(([name]) => name === '*').map(([, { message }]) => `messages: ${message}`),
    ],
    linkTo: links && ((key) => links.fromPage(OVERVIEW_KEY, key)),
  });
  await results.put(OVERVIEW_KEY, new TextEncoder().encode(page));
}

function nameOf(monitor: string): string {
  return monitor === '*' ? 'all monitors' : monitor;
}
