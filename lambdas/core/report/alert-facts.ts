import type { AlertLinks, Commands } from '../alerts.ts';
import type { BrokenCause } from '../decision/broken-cause.ts';
import type { CheckedWindow } from '../decision/checked-window.ts';
import { countIncidentWindows } from '../decision/incident-windows.ts';
import { listUnused } from '../result/describe-labels.ts';
import type { Incident } from '../result/incident.ts';
import type { CheckResult } from '../result/schema.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatEstimate } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { describeLabels, describeReading } from './check-text.ts';
import { describeBrokenData, type Situation } from './first-actions.ts';
import { describeAcknowledged, describeResolved, describeSingleWindow, summarizeNormals } from './incident-text.ts';
import { describeLearning } from './learning-text.ts';
import { describeLimit } from './limit-text.ts';
import { DATA_MATCHES, describeNextStep, describePerformance, describeWindow } from './words.ts';

/** Longest value of a fact in characters; commands are never cut. */
const MAX_VALUE = 700;
/** Segments that a message names; the report has all. */
const SHOWN_SEGMENTS = 3;

export interface AlertContext {
  readonly result: CheckResult;
  readonly resultKey: string;
  readonly links: AlertLinks;
  readonly commands: Commands;
  /** All incidents on record after the check. */
  readonly incidents: readonly Incident[];
  /** The windows on record of this kind of check, oldest first. */
  readonly checkedWindows: readonly CheckedWindow[];
  /** Whether the monitor has a section `retraining`. */
  readonly canRetrain: boolean;
  /** Why a retraining that a limit requests does not start, or null. */
  readonly block: string | null;
  /** The broken data that explains bad performance. */
  readonly broken: BrokenCause | null;
  /** The drift that most likely has the same cause as an open performance incident. */
  readonly sameCause: {
    readonly drift: Incident;
    /** What drifted in the window with bad performance; empty: not known. */
    readonly headline: string;
    /** The window that the headline is about, if it is an earlier one; null: the window with bad performance. */
    readonly window: string | null;
  } | null;
}

/** The facts below a message's story; unknown ones are left out. */
export function alertFacts(incident: Incident, context: AlertContext, dedupeKey: string): [string, string][] {
  const { result, resultKey, links, commands } = context;
  const { verdict, window, data, labels, baseline, monitor, model, kind } = result;
  const isDecidedLater = incident.state === 'recovered' && incident.recoveredWindow !== window.name;
  const facts: [string, string | null | undefined][] = [
    ['status', incident.acknowledged && describeAcknowledged(incident.acknowledged)],
    ['previous', describeBefore(incident, context)],
    ['cause', context.broken && describeBrokenCause(context.broken)],
    ['same cause', describeSameCause(context)],
    ['next step', nextStepOf(incident, context)],
    ['data matches', DATA_MATCHES[verdict.dataMatches]],
    ['performance', describePerformance(verdict, kind)],
    // How limits stand after an earlier window says nothing of the end that a later one showed.
    ...(isDecidedLater ? [] : result.limits).map((limit): [string, string] => [
      `${limit.purpose} limit`,
      describeLimit(limit),
    ]),
    ...worstSegments(result),
    ['retraining', describeRetraining(context)],
    ['usual movement', incident.kind === 'drift' ? describeLearning(result) : null],
    ['new normal', incident.kind === 'drift' ? summarizeNormals(result.newNormals) : null],
    ['window', describeWindow(window)],
    ['read', describeReading(data)],
    ['labels', labels && describeLabels(labels)],
    ['not used', labels && (listUnused(labels).join(', ') || null)],
    ['model', model],
    ['baseline', baseline && `${baseline.id}, ${countOf(baseline.rows, 'row')}, built ${baseline.createdAt}`],
    ['report', links.report],
    ['dashboard', links.dashboard],
    ['runbook', links.runbook ?? commands.explain(incident.kind)],
    ['result', resultKey],
  ];
  const check = { monitor, window, kind, resultKey };
  const isKnown = incident.state !== 'open' || incident.acknowledged !== null;
  const commandLines: typeof facts = [
    ['to inspect', commands.lookAt(check)],
    ['to check again', commands.checkAgain?.(check)],
    ['to acknowledge', isKnown ? null : commands.acknowledge(monitor, incident.id)],
    ['to accept as normal', canBeNormal(incident, context) ? commands.newNormal(monitor, incident.id) : null],
    ['dedupe key', dedupeKey],
  ];
  const isThere = (fact: (typeof facts)[number]): fact is [string, string] => typeof fact[1] === 'string';
  // Commands are not cut: a cut command does not run.
  return [
    ...facts.filter(isThere).map(([name, value]): [string, string] => [name, printable(value, MAX_VALUE)]),
    ...commandLines.filter(isThere),
  ];
}

/**
 * The incident of this kind before a newly opened one: the operator's note if it was closed by hand, or that it was a
 * single outlier window, which ended without a message.
 */
function describeBefore(incident: Incident, { incidents }: AlertContext): string | null {
  const before = incidents.findLast(({ id, kind }) => kind === incident.kind && id !== incident.id);
  if (incident.state !== 'open' || before === undefined) return null;
  if (before.singleWindow) return describeSingleWindow(before);
  return before.resolved === null ? null : `${before.id}, ${describeResolved(before.resolved)}`;
}

function describeBrokenCause({ window, finding, incident }: BrokenCause): string {
  return `the data of window ${window} was broken${incident === null ? '' : ` (${incident.id})`}: ${finding}`;
}

/** The drift that comes with bad performance; it sends no messages of its own meanwhile. Broken data explains it as well. */
function describeSameCause({ sameCause, broken }: AlertContext): string | null {
  if (sameCause === null || broken !== null) return null;
  const { drift, headline, window } = sameCause;
  const shown = headline === '' ? '' : `: ${window === null ? '' : `in window ${window}, `}${headline}`;
  return `drift since window ${drift.since}, most likely with the same cause${shown}`;
}

function nextStepOf(incident: Incident, context: AlertContext): string {
  const { result, broken, incidents } = context;
  if (incident.state !== 'open') {
    const open = incidents.filter(({ id, state }) => state === 'open' && id !== incident.id).map(({ id }) => id);
    return `nothing to do${open.length === 0 ? '' : `; still open: ${open.join(', ')}`}`;
  }
  if (broken !== null) return describeBrokenData(broken.incident?.state === 'open' ? null : broken.incident);
  return describeNextStep(result.verdict.nextStep, incident.kind, situationOf(incident, context));
}

function situationOf(incident: Incident, context: AlertContext): Situation {
  const { canRetrain, result } = context;
  return { canRetrain, isRequested: result.retraining !== null, canBeNormal: canBeNormal(incident, context) };
}

/** One window may be an outlier, so a new normal takes two. */
function canBeNormal(incident: Incident, { checkedWindows }: AlertContext): boolean {
  return incident.kind === 'drift' && incident.state === 'open' && countIncidentWindows(checkedWindows, incident) > 1;
}

/** The segments that are worse than overall, beyond chance. */
function worstSegments({ segments }: CheckResult): [string, string][] {
  const worse = segments.filter((segment) => segment.worse && segment.metric !== null).slice(0, SHOWN_SEGMENTS);
  return worse.map(({ feature, value, metric, rows }, i) => {
    const measured = formatEstimate(metric!);
    const name = `${feature} = ${value === null ? '(missing)' : defang(value)}`;
    return [i === 0 ? 'worst segments' : '', `${name}: ${measured}, ${countOf(rows, 'row')}`];
  });
}

/** The requested retraining of a model that no longer performs, and what blocks it. */
function describeRetraining({ result: { retraining }, block }: AlertContext): string | null {
  const wanted = retraining && `requested since window ${retraining.since}: ${retraining.limit}`;
  const standing = retraining?.standing ?? null;
  const blocked = block && `blocked: ${block}`;
  const said = [wanted, standing, blocked].filter((part) => part !== null);
  return said.length === 0 ? null : said.join('; ');
}
