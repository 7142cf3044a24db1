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
import { DATA_MATCHES, describeNextStep, describePerformance, describeWindow, INCIDENT } from './words.ts';

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
    text: [...storyOf(event, context), '', fieldList(factsOf(event, context, dedupeKey))].join('\n'),
    window: entry.window,
    since: incident.since,
    resultKey,
    runbook,
  };
}

/** What happened and since when. */
function storyOf(event: IncidentEvent, { entries, result }: AlertContext): string[] {
  const { incident, signal, entry, type } = event;
  const { since, lastWindow } = incident;
  const windows = countOf(countIncidentWindows(entries, incident), 'window');
  const lines: string[] = [];
  if (type === 'recovered') {
    const there = since === lastWindow ? `in window ${since}` : `from window ${since} to ${lastWindow}`;
    lines.push(`Window ${entry.window} is in order again. The trouble was there ${there} (${windows}).`);
  } else {
    // A headline about several facts is their first one with their number: the list says it all.
    const [first] = signal.details;
    if (first === undefined || !signal.headline.startsWith(first)) lines.push(signal.headline);
    lines.push(...signal.details.map((detail) => `- ${detail}`));
    lines.push(type === 'opened' ? `New in window ${entry.window}.` : `Since window ${since}: ${windows}.`);
  }
  // Labels that came late for one window can decide about a later one.
  if (entry.window !== result.window.name) lines.push(`Found when window ${result.window.name} was checked again.`);
  return lines.map((line) => printable(line, MAX_LINE));
}

function factsOf(
  { incident }: IncidentEvent,
  { result, resultKey, runbook }: AlertContext,
  dedupeKey: string,
): [string, string][] {
  const { verdict, window, data, labels, baseline, retraining, monitor, model, kind } = result;
  const facts: [string, string | null | undefined][] = [
    ['next step', describeNextStep(verdict.nextStep, incident.kind)],
    ['data matches', DATA_MATCHES[verdict.dataMatches]],
    ['performance', describePerformance(verdict, kind)],
    ...result.limits.map((limit): [string, string] => [`${limit.purpose} limit`, describeLimit(limit)]),
    ['retraining', retraining && `wanted since window ${retraining.since}: ${retraining.limit}`],
    ['window', describeWindow(window)],
    ['read', describeReading(data)],
    ['labels', labels && describeLabels(labels)],
    ['model', model],
    ['baseline', baseline && `${baseline.id}, ${countOf(baseline.rows, 'row')}, built ${baseline.createdAt}`],
    ['result', resultKey],
    ['look closer', `npx driftwarden check ${monitor} --window ${window.name} --kind ${kind} --dry-run`],
    ['runbook', runbook],
    ['dedupe key', dedupeKey],
  ];
  return facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
}
