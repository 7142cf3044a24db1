import type { AlertLinks, Commands } from '../alerts.ts';
import type { CheckedWindow } from '../decision/checked-window.ts';
import { countIncidentWindows } from '../decision/incident-windows.ts';
import { listUnused } from '../result/describe-labels.ts';
import type { Incident } from '../result/incident.ts';
import type { CheckResult } from '../result/schema.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatEstimate } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { describeLabels, describeReading } from './check-text.ts';
import { describeLearning } from './drift-groups.ts';
import type { Situation } from './first-actions.ts';
import { describeAcknowledged, describeResolved, describeSingleWindow, summarizeNormals } from './incident-text.ts';
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
  /** The drift that most likely has the same cause as an open performance incident, with its latest headline. */
  readonly sameCause: { readonly drift: Incident; readonly headline: string } | null;
}

/** The facts below a message's story; unknown ones are left out. */
export function alertFacts(incident: Incident, context: AlertContext, dedupeKey: string): [string, string][] {
  const { result, resultKey, links, commands } = context;
  const { verdict, window, data, labels, baseline, monitor, model, kind } = result;
  const facts: [string, string | null | undefined][] = [
    ['status', incident.acknowledged && describeAcknowledged(incident.acknowledged)],
    ['previous', describeBefore(incident, context)],
    ['same cause', incident.kind === 'performance' ? describeSameCause(context) : null],
    ['next step', describeNextStep(verdict.nextStep, incident.kind, situationOf(incident, context))],
    ['data matches', DATA_MATCHES[verdict.dataMatches]],
    ['performance', describePerformance(verdict, kind)],
    ...result.limits.map((limit): [string, string] => [`${limit.purpose} limit`, describeLimit(limit)]),
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

/** The drift that comes with bad performance; it sends no messages of its own meanwhile. */
function describeSameCause({ sameCause }: AlertContext): string | null {
  if (sameCause === null) return null;
  return `drift since window ${sameCause.drift.since}, most likely with the same cause: ${sameCause.headline}`;
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
