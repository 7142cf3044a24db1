import type { Alert } from '../alerts.ts';
import type { CheckedWindow, Signal } from '../decision/checked-window.ts';
import { countIncidentWindows, incidentDuration } from '../decision/incident-windows.ts';
import type { IncidentEvent } from '../decision/transition.ts';
import { hasEarlierDrift, rankedDrift } from '../result/ranked-drift.ts';
import { formatDuration } from '../text/durations.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { type AlertContext, alertFacts } from './alert-facts.ts';
import { alertTitle } from './alert-title.ts';
import { driftGroups, groupLines } from './drift-groups.ts';
import { fieldList } from './text-table.ts';

const MAX_LINE = 300;
/** The most drifted columns that a message lists. */
const MOST_COLUMNS = 10;
/** The most new findings that a message lists. */
const MOST_NEW = 10;
const WIDE = Number.POSITIVE_INFINITY;

const STATE = { opened: 'open', extended: 'open', repeated: 'still open', recovered: 'recovered' } as const;

/**
 * The message about one incident for the on-call: what happened, since when, how certain it is, what happens next,
 * where to look.
 */
export function buildAlert(event: IncidentEvent, context: AlertContext): Alert {
  const { incident, checkedWindow, type, added = [] } = event;
  const { result, resultKey, links, checkedWindows } = context;
  const { monitor, model } = result;
  const dedupeKey = `${monitor}/${incident.id}/${type}/${checkedWindow.window}`;
  const state = STATE[type];
  const severity = severityOf(event);
  return {
    dedupeKey,
    monitor,
    model,
    kind: incident.kind,
    state,
    severity,
    title: alertTitle(event, { monitor, state, severity }, checkedWindows),
    text: [...storyOf(event, context), '', fieldList(alertFacts(incident, context, dedupeKey), WIDE, WIDE)].join('\n'),
    window: checkedWindow.window,
    since: incident.since,
    ...(type === 'extended' && { newFindings: added.slice(0, MOST_NEW).map(({ line }) => printable(line, MAX_LINE)) }),
    resultKey,
    links,
  };
}

function severityOf({ incident, type }: IncidentEvent): Alert['severity'] {
  if (type === 'recovered') return 'info';
  return incident.kind === 'drift' ? 'warning' : 'critical';
}

/** The findings; drift of the result's window is grouped by the window in which it began. */
function findingsOf(
  { kind, headline, details }: Signal,
  { window }: CheckedWindow,
  { result, checkedWindows }: Pick<AlertContext, 'result' | 'checkedWindows'>,
): string[] {
  const groups = kind === 'drift' && window === result.window.name ? driftGroups(result) : [];
  if (groups.length > 0) return groupLines(groups, window, checkedWindows, MOST_COLUMNS);
  // A headline about several facts quotes the first and counts the rest; the list has them all.
  const [first] = details;
  const head = first === undefined || !headline.startsWith(first) ? [headline] : [];
  return [...head, ...details.map((detail) => `- ${detail}`)];
}

/** What an open incident did not have before, then what it had. */
function newFindingsOf(
  { signal, checkedWindow, added = [], acknowledgedBefore = null }: IncidentEvent,
  context: Pick<AlertContext, 'result' | 'checkedWindows'>,
): string[] {
  const [first, ...others] = added.map(({ line }) => line);
  const shown = others.slice(0, MOST_NEW - 1);
  const hidden = others.length - shown.length;
  const isNew = new Set(added.flatMap(({ line, head }) => [line, `- ${line}`, head, `- ${head}`]));
  // A list of columns by the window in which they began to drift stays whole.
  const isDrift = signal.kind === 'drift';
  const isAll = isDrift && rankedDrift(context.result).length === added.length;
  const known = isAll ? [] : findingsOf(signal, checkedWindow, context).filter((line) => isDrift || !isNew.has(line));
  return [
    `New in window ${checkedWindow.window}: ${first}`,
    ...shown.map((line) => `- ${line}`),
    ...(hidden > 0 ? [`- and ${formatCount(hidden)} more in the report`] : []),
    ...(acknowledgedBefore === null
      ? []
      : [
          `${acknowledgedBefore.by} acknowledged the incident before this was found: acknowledge it again if you know this too.`,
        ]),
    ...(known.length === 0 ? [] : ['', isDrift ? 'All columns that drift:' : 'Known before:', ...known]),
  ];
}

/** What happened and since when. */
function storyOf(event: IncidentEvent, context: AlertContext): string[] {
  const { checkedWindows, result } = context;
  const { incident, signal, checkedWindow, type } = event;
  const { since, lastWindow } = incident;
  const windows = countOf(countIncidentWindows(checkedWindows, incident), 'window');
  const duration = incidentDuration(checkedWindows, incident);
  // If its first window is no longer on record, the windows before the record are not counted.
  const long = duration === null ? `at least ${windows}` : `${windows}, ${formatDuration(duration)}`;
  const lines: string[] = [];
  if (type === 'recovered') {
    const there = since === lastWindow ? `window ${since}` : `windows ${since} to ${lastWindow}`;
    lines.push(`Window ${checkedWindow.window} is back to normal. The incident covered ${there} (${long}).`);
  } else {
    lines.push(...(type === 'extended' ? newFindingsOf(event, context) : findingsOf(signal, checkedWindow, context)));
    lines.push(
      type === 'opened'
        ? `New in window ${checkedWindow.window}.`
        : `${type === 'extended' ? 'The incident is open since' : 'Since'} window ${since}: ${long}.`,
    );
    // A column can have been flagged before the incident: a later window was checked first.
    const isOlder = checkedWindow.window === result.window.name && hasEarlierDrift(result);
    if (incident.kind === 'drift' && countIncidentWindows(checkedWindows, incident) === 1 && !isOlder) {
      lines.push('One window so far: if the next one shows no drift, the incident closes without another alert.');
    }
  }
  // Late labels for one window can decide about a later one.
  if (checkedWindow.window !== result.window.name)
    lines.push(`Found when window ${result.window.name} was checked again.`);
  return lines.map((line) => printable(line, MAX_LINE));
}
