import type { IncidentKind } from '../../alerts.ts';
import type { CheckedWindow } from '../../decision/checked-window.ts';
import { worseWithoutLimit } from '../../decision/worse-without-limit.ts';
import { describeBasis } from '../../result/describe-comparison.ts';
import type { CheckResult } from '../../result/schema.ts';
import { describeInterval, formatCount, formatMeasure } from '../../text/numbers.ts';
import { sourceOfMismatch } from '../data-match.ts';
import { describeGroup, describeReason, driftGroups } from '../drift-groups.ts';
import { COMPARED, DATA_MATCHES, describeAdvice, NEXT_STEP } from '../words.ts';
import { type Html, html } from './html.ts';
import { list, section } from './html-table.ts';

/** Drifted columns of a group that are named above; the table has all. */
const MOST_COLUMNS = 40;

type Verdict = CheckResult['verdict'];
/** The class that colours a statement. */
export type Tone = 'good' | 'bad' | 'wait' | 'dim';

const MATCHES: Readonly<Record<Verdict['dataMatches'], Tone>> = { yes: 'good', no: 'bad', unknown: 'wait' };
const PERFORMS: Readonly<Record<Verdict['performance']['comparedWithBaseline'], Tone>> = {
  better: 'good',
  same: 'good',
  worse: 'bad',
  unknown: 'wait',
};
/** The colour of a next step; see {@link stepTone}. */
const STEPS: Readonly<Record<Verdict['nextStep'], Tone>> = {
  continue: 'good',
  alert: 'bad',
  retrain: 'bad',
  'fix-data': 'bad',
  'wait-for-labels': 'wait',
};

/** Which incidents a check of each kind is about. */
export const ABOUT: Readonly<Record<CheckResult['kind'], readonly IncidentKind[]>> = {
  drift: ['no-data', 'data-quality', 'drift'],
  accuracy: ['performance', 'no-labels'],
};

/** Whether nothing follows only because no limit is set. */
function lacksLimit({ verdict, kind, limits }: CheckResult): boolean {
  return (
    kind === 'accuracy' &&
    verdict.nextStep === 'continue' &&
    worseWithoutLimit(verdict.performance, limits, null) !== null
  );
}

/** The colour of a check's next step: to continue with a worse model is no good news. */
export function stepTone(result: CheckResult): Tone {
  return lacksLimit(result) ? 'wait' : STEPS[result.verdict.nextStep];
}

/** The three things every check states. */
export function statements(result: CheckResult): Html {
  const { verdict, kind, incidents } = result;
  const { dataMatches, performance, nextStep } = verdict;
  const about = incidents.find((incident) => ABOUT[kind].includes(incident.kind));
  const compared = COMPARED[performance.comparedWithBaseline] ?? 'not decided yet';
  const performs =
    kind === 'drift'
      ? statement('Performance', 'not measured', 'dim', 'the accuracy check measures it once labels arrive')
      : statement('Performance', compared, PERFORMS[performance.comparedWithBaseline], measured(performance));
  const advice = lacksLimit(result) ? 'only because no limit is set: see below' : describeAdvice(nextStep, about?.kind);
  return html`<dl class="three">
${statement('Data matches the baseline', DATA_MATCHES[dataMatches], MATCHES[dataMatches], sourceOfMismatch(result))}${performs}${statement('Next step', NEXT_STEP[nextStep], stepTone(result), advice)}</dl>
`;
}

/** One of the things that stand at the top of a page. */
export function statement(subject: string, says: string, tone: Tone, more: string | null | undefined = null): Html {
  return html`<div class="${tone}"><dt>${subject}</dt><dd>${says}</dd>${more != null && html`<dd>${more}</dd>`}</div>
`;
}

function measured(performance: Verdict['performance']): string | null {
  const { metric, value, lower, upper, leftOut, reason, comparison } = performance;
  if (metric === null || value === null) return leftOut ?? reason ?? null;
  const known = `${metric} ${formatMeasure(value)}`;
  const how = describeInterval({ value, lower, upper, reason });
  const sure = how === undefined ? known : `${known}, ${how}`;
  const before = comparison?.baseline == null ? null : `the baseline had ${formatMeasure(comparison.baseline)}`;
  const basis = comparison === undefined ? null : describeBasis(comparison);
  const rest = leftOut === undefined ? null : `left out: ${leftOut}`;
  return [sure, before, basis, rest].filter((part) => part !== null).join('; ');
}

/**
 * Broken data first; then what drifted, by the window since which it has.
 *
 * @param context `checkedWindows`: those of the check, as far as they are on record.
 */
export function reasonsSection(
  result: CheckResult,
  { checkedWindows = [] }: { readonly checkedWindows?: readonly CheckedWindow[] | undefined },
): Html | null {
  const groups = driftGroups(result);
  const columns = groups.flatMap((group) => group.columns);
  if (columns.length < 2) return section('Why', list(result.verdict.reasons));
  const grouped = new Set(columns.map(describeReason));
  return section(
    'Why',
    list(result.verdict.reasons.filter((reason) => !grouped.has(reason))),
    groups.map((group) => {
      const { head, lines } = describeGroup(group, result.window.name, checkedWindows);
      const shown = lines.slice(0, MOST_COLUMNS);
      const hidden = lines.length - shown.length;
      return html`<p>${head}</p>\n${list(hidden > 0 ? [...shown, `and ${formatCount(hidden)} more below`] : shown)}`;
    }),
  );
}
