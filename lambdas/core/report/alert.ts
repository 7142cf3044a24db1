import type { WindowEntry } from '../decision/state.ts';
import type { IncidentEvent } from '../decision/transition.ts';
import type { Alert } from '../ports.ts';
import type { CheckResult } from '../result/schema.ts';
import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { describeLabels, describeReading } from './check-text.ts';
import { countIncidentWindows } from './incident-windows.ts';
import { describeLimit } from './limit-text.ts';
import { fieldList } from './text-table.ts';
import { ADVICE, DATA_MATCHES, describePerformance, INCIDENT, NEXT_STEP } from './words.ts';

/** SNS refuses subjects of 100 characters and more. */
const MAX_TITLE = 99;
const MAX_LINE = 300;

const STATE = {
  opened: { state: 'open', word: 'OPEN' },
  repeated: { state: 'still open', word: 'STILL OPEN' },
  recovered: { state: 'recovered', word: 'RECOVERED' },
} as const;

export interface AlertContext {
  readonly result: CheckResult;
  readonly resultKey: string;
  /** The windows on record of this kind of check, oldest first. */
  readonly entries: readonly WindowEntry[];
  readonly runbook?: string | undefined;
}

/** The message about one incident, for people woken by it: what, since when, how sure, what happens next, where to look. */
export function buildAlert(event: IncidentEvent, context: AlertContext): Alert {
  const { incident, signal, entry, type } = event;
  const { result, resultKey, runbook } = context;
  const { state, word } = STATE[type];
  const { monitor, model } = result;
  const headline = type === 'recovered' ? `${INCIDENT[incident.kind]} is back to normal` : signal.headline;
  const dedupeKey = `${monitor}/${incident.id}/${type}/${entry.window}`;
  return {
    dedupeKey,
    monitor,
    model,
    kind: incident.kind,
    state,
    severity: type === 'recovered' ? 'info' : incident.kind === 'drift' ? 'warning' : 'critical',
    title: printable(`[${word}] ${monitor}: ${headline}`, MAX_TITLE),
    text: [...storyOf(event, context), '', fieldList(factsOf(context, dedupeKey))].join('\n'),
    window: entry.window,
    since: incident.since,
    resultKey,
    runbook,
  };
}

/** What happened and since when. */
function storyOf({ incident, signal, entry, type }: IncidentEvent, { entries, result }: AlertContext): string[] {
  const windows = countOf(countIncidentWindows(entries, incident), 'window');
  // Labels that came late for one window can decide about a later one.
  const cause =
    entry.window === result.window.name ? [] : [`Found when window ${result.window.name} was checked again.`];
  if (type === 'recovered') {
    const before = `${incident.since === incident.lastWindow ? `in window ${incident.since}` : `from window ${incident.since} to ${incident.lastWindow}`}`;
    return [`Window ${entry.window} is in order again. The trouble was there ${before} (${windows}).`, ...cause];
  }
  const since = type === 'opened' ? `New in window ${entry.window}.` : `Since window ${incident.since}: ${windows}.`;
  const lines = signal.details.filter((detail) => detail !== signal.headline);
  return [signal.headline, ...lines.map((detail) => `- ${detail}`), since, ...cause].map((line) =>
    printable(line, MAX_LINE),
  );
}

function factsOf({ result, resultKey, runbook }: AlertContext, dedupeKey: string): [string, string][] {
  const { verdict, window, data, labels, baseline, retraining, monitor, model, kind } = result;
  const facts: [string, string | null | undefined][] = [
    ['next step', `${NEXT_STEP[verdict.nextStep]}: ${ADVICE[verdict.nextStep]}`],
    ['data matches', DATA_MATCHES[verdict.dataMatches]],
    ['performance', describePerformance(verdict, kind)],
    ...result.limits.map((limit): [string, string] => [`${limit.purpose} limit`, describeLimit(limit)]),
    ['retraining', retraining && `wanted since window ${retraining.since}: ${retraining.limit}`],
    ['window', `${window.name} (${window.start} to ${window.end})`],
    ['read', describeReading(data)],
    ['labels', labels && describeLabels(labels)],
    ['model', model],
    ['baseline', baseline && `${baseline.id}, ${countOf(baseline.rows, 'row')}, built ${baseline.createdAt}`],
    ['result', resultKey],
    ['look closer', `driftwarden check ${monitor} --window ${window.name} --kind ${kind} --dry-run`],
    ['runbook', runbook],
    ['dedupe key', dedupeKey],
  ];
  return facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
}
