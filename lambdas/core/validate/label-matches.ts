import { CAPTURE_FORMATS } from '../capture/capture-formats.ts';
import type { RunContext } from '../context.ts';
import type { LabelSettings, Monitor } from '../monitor/monitor.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import type { Redactor } from '../text/redactor.ts';
import type { CaptureSample } from './capture-sample.ts';
import { type ComparedIds, compareIds } from './compare-ids.ts';
import type { Found } from './found.ts';
import { findIdDifference } from './id-difference.ts';
import type { LabelSample } from './label-sample.ts';

const QUOTED_ID = 80;

/**
 * Reports how many labels have the id of a captured request. Where the first ones have none, labels and captures are read over
 * their whole time; if none matches then either, although labels are due, it is a fault.
 */
export async function sayMatches(
  monitor: Monitor,
  settings: LabelSettings,
  { records, matched, firstId, sample }: LabelSample,
  { keys, isWhole, first }: CaptureSample,
  context: Pick<RunContext, 'open' | 'now'>,
  found: Found,
): Promise<void> {
  if (keys.rows === 0) return;
  if (keys.withoutId === keys.rows) {
    const { format, id } = monitor.capture;
    const remedy =
      id === undefined
        ? 'name the key or field that has it in capture.id (in CSV, _c0 is the first field)'
        : `does capture.id, ${quoted(id)}, name the column that has it?`;
    const hasOwn = CAPTURE_FORMATS[format].timeAndId === 'record';
    found.problems.push(
      `labels: none of ${countOf(keys.rows, 'captured row')} has an id that a label could name${hasOwn ? '' : `: ${remedy}`}`,
    );
    return;
  }
  if (matched > 0) {
    const rest = isWhole ? 'the others match none' : 'the others may belong to requests that were not read';
    const others = matched === records ? '' : `; ${rest}`;
    found.notes.push(
      `labels: ${formatCount(matched)} of ${countOf(records, 'label')} match a captured request${others}`,
    );
    return;
  }
  const all = await compareIds(monitor, settings, context);
  if (all.matched > 0) {
    found.notes.push(
      `labels: none of the first ${countOf(records, 'label')} matches a captured request that was read; of ${countOf(all.labels.size, 'label')} from files of all times, ${formatCount(all.matched)} do`,
    );
    return;
  }
  const redactor = redactorWithoutKey(monitor);
  const quote = (id: string | null) => `"${redactor.quote(id ?? '', QUOTED_ID)}"`;
  const examples = redactor.shows ? `: labels such as ${quote(firstId)}, captures such as ${quote(keys.firstId)}` : '';
  const none = `labels: none of ${countOf(all.labels.size, 'label')} has the id of a captured request${examples}${hint(all, redactor)}`;
  const isDue = !Number.isFinite(first) || context.now >= first + settings.lag;
  const isCertain = (isWhole && sample.isWhole) || (!all.isCut && isDue);
  (isCertain ? found.problems : found.warnings).push(
    isDue ? none : `${none}; the first captured requests get their labels later, by labels.lag`,
  );
}

/** What to do about ids that differ in one way. */
function hint({ labels, captured }: ComparedIds, redactor: Redactor): string {
  const difference = findIdDifference(labels, captured);
  if (difference === null) return '';
  const { kind, longer, before, after } = difference;
  const alike = 'write them alike';
  if (kind === 'case') return `; they differ in upper and lower case only: ${alike}`;
  if (kind === 'space') return `; they differ in white space only: ${alike}`;
  const whose = longer === 'labels' ? 'those of the labels' : 'those of the captures';
  const quote = (text: string) => (redactor.shows ? ` ${JSON.stringify(redactor.quote(text, QUOTED_ID))}` : ' a text');
  const parts = [before !== '' && `${quote(before)} before them`, after !== '' && `${quote(after)} after them`];
  return `; ${whose} have${parts.filter((part) => part !== false).join(' and')}: ${alike}`;
}
