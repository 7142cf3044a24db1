import type { IncidentEvent } from '../decision/transition.ts';
import type { Alert } from '../ports.ts';
import type { CheckResult } from '../result/schema.ts';
import { printable } from '../text/printable.ts';
import { formatCount } from './numbers.ts';
import { INCIDENT, NEXT_STEP } from './words.ts';

/** SNS refuses subjects of 100 characters and more. */
const MAX_TITLE = 99;

const STATE = {
  opened: { state: 'open', word: 'OPEN' },
  repeated: { state: 'still open', word: 'STILL OPEN' },
  recovered: { state: 'recovered', word: 'RECOVERED' },
} as const;

export interface AlertContext {
  readonly result: CheckResult;
  readonly resultKey: string;
  readonly runbook?: string | undefined;
}

/** The message about one incident, for people woken by it: what, since when, how sure, what happens next, where to look. */
export function buildAlert(event: IncidentEvent, { result, resultKey, runbook }: AlertContext): Alert {
  const { incident, signal, entry, type } = event;
  const { state, word } = STATE[type];
  const { monitor, model } = result;
  const headline = type === 'recovered' ? `${INCIDENT[incident.kind]} is back to normal` : signal.headline;
  return {
    dedupeKey: `${monitor}/${incident.id}/${type}/${entry.window}`,
    monitor,
    model,
    kind: incident.kind,
    state,
    severity: type === 'recovered' ? 'info' : incident.kind === 'drift' ? 'warning' : 'critical',
    title: printable(`[${word}] ${monitor}: ${headline}`, MAX_TITLE),
    text: [...storyOf(event), '', ...factsOf(result, resultKey, runbook)].join('\n'),
    window: entry.window,
    since: incident.since,
    resultKey,
    runbook,
  };
}

function storyOf({ incident, signal, entry, type }: IncidentEvent): string[] {
  if (type === 'recovered') {
    return [`Recovered in window ${entry.window}; it was open since window ${incident.since}.`];
  }
  const since = type === 'opened' ? `New in window ${entry.window}.` : `Open since window ${incident.since}.`;
  return [`${signal.headline}.`, since, ...signal.details.map((detail) => `- ${detail}`)];
}

function factsOf(result: CheckResult, resultKey: string, runbook: string | undefined): string[] {
  const { verdict, window, data, labels, baseline, retraining } = result;
  const rows = `${formatCount(data.rows)} rows`;
  const coverage = labels === null ? '' : `, ${formatCount(labels.labelled)} of them labelled`;
  const facts: [string, string | undefined][] = [
    ['next step', NEXT_STEP[verdict.nextStep]],
    ['window', `${window.name} (${window.start} to ${window.end}), ${rows}${coverage}`],
    ['baseline', `${baseline.id}, ${formatCount(baseline.rows)} rows`],
    ['retraining', retraining === null ? undefined : `wanted since window ${retraining.since} (${retraining.limit})`],
    ['result', resultKey],
    ['runbook', runbook],
  ];
  return facts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(11)}${printable(value!, 300)}`);
}
