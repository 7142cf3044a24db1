import { defang } from '../text/defang.ts';
import { countOf, formatCount, formatShare } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { CheckResult } from './schema.ts';

/** The fate of labels in words, as printable lines. */

type Labels = NonNullable<CheckResult['labels']>;

const SHOWN_PLACES = 3;
const MAX_URI = 160;

/** `400 label records cannot be read: invalid-json, labels/2026/11/24/06/l.jsonl:1`. */
export function describeUnreadableLabels({ reading, empty }: Labels): string {
  const { records, rejected } = reading;
  const unreadable = rejected.records - empty;
  const read = records - empty;
  const which =
    unreadable === read
      ? countOf(unreadable, 'label record')
      : `${formatCount(unreadable)} of ${countOf(read, 'label record')} (${formatShare(unreadable / read)})`;
  const [sample] = faults(reading);
  const because = sample === undefined ? '' : `: ${sample.reason}, ${place(sample)}`;
  return `${which} cannot be read${because}`;
}

/** The main reason why none of a window's predictions has a label. */
export function describeUnlabelled(labels: Labels): string {
  const { predictions, withoutId, ahead = 0, ambiguousLabels, mismatched, others, empty, examples, ended } = labels;
  if (withoutId > 0 && withoutId === predictions)
    return `${describeWithoutId(withoutId)}, so no label can be joined: does capture.id name the column or key that has it?`;
  const unlabelled = `${countOf(predictions, 'prediction')} ${predictions === 1 ? 'has' : 'have'} no label`;
  const causes: [number, string][] = [
    [ahead, `there are ${describeAhead(ahead)}`],
    [ambiguousLabels, `the ids of ${countOf(ambiguousLabels, 'label')} are those of several requests`],
    [mismatched, `${countOf(mismatched, 'label')} came in a different number than the request has rows`],
    [empty, `${countOf(empty, 'row')} of the label files ${empty === 1 ? 'has' : 'have'} no label`],
    [others, `${describeOthers(others)}${ended === undefined ? describeExamples(examples) : describeEnd(ended)}`],
  ];
  const none = `no labels were found${ended === undefined ? '' : describeEnd(ended)}`;
  const [, cause] = causes.find(([count]) => count > 0) ?? [0, none];
  return `${unlabelled}: ${cause}`;
}

/** `40 labels arrived after labels.maxAge`. */
export function describeLate(late: number): string {
  return `${countOf(late, 'label')} arrived after labels.maxAge`;
}

/** `40 labels that are known only later, by labels.time`. */
function describeAhead(ahead: number): string {
  return `${countOf(ahead, 'label')} that ${ahead === 1 ? 'is' : 'are'} known only later, by labels.time`;
}

function describeOthers(others: number): string {
  return others === 1
    ? 'the only label found has another id'
    : `none of the ${formatCount(others)} labels found has the id of a prediction`;
}

/** The labels that came may be those of earlier windows: then their ids explain nothing. */
function describeEnd(newest: string): string {
  return `, and the newest label file is from ${newest.slice(0, 13)}Z, before labels of this window were due: did the export of labels end?`;
}

/** `400 predictions have no id`. */
function describeWithoutId(withoutId: number): string {
  return `${countOf(withoutId, 'prediction')} ${withoutId === 1 ? 'has' : 'have'} no id`;
}

/** `: labels have ids such as "a", predictions such as "b"`; empty without examples. */
function describeExamples(examples: Labels['examples']): string {
  return examples === null
    ? ''
    : `: labels such as "${defang(examples.label)}", predictions such as "${defang(examples.prediction)}"`;
}

/** Where the first unreadable records stand, and why they cannot be read. */
export function rejectedPlaces({ reading }: Pick<Labels, 'reading'>): string[] {
  return faults(reading)
    .slice(0, SHOWN_PLACES)
    .map((sample) =>
      [place(sample), sample.reason, ...[sample.detail, sample.excerpt].filter((text) => text !== '').map(defang)].join(
        ': ',
      ),
    );
}

/** Labels and predictions that were found and not used, each kind with its number. */
export function listUnused(labels: Labels): string[] {
  const {
    rejected,
    empty,
    late,
    ahead = 0,
    mismatched,
    ambiguous,
    withoutId,
    conflicts,
    duplicates,
    others,
    labelled,
    examples,
    ended,
  } = labels;
  const unreadable = rejected - empty;
  const said: [number, string][] = [
    [unreadable, `${countOf(unreadable, 'label record')} that cannot be read`],
    [empty, `${countOf(empty, 'label record')} without a label`],
    [late, `${countOf(late, 'label')} that arrived after labels.maxAge`],
    [ahead, describeAhead(ahead)],
    [mismatched, `${countOf(mismatched, 'label')} in a different number than the request has rows`],
    [ambiguous, `${countOf(ambiguous, 'prediction')} whose id several requests share`],
    [withoutId, `${countOf(withoutId, 'prediction')} without an id`],
    [conflicts, `${countOf(conflicts, 'label')} that a later label overrides`],
    [duplicates, `${countOf(duplicates, 'label')} that arrived again with the same value`],
    [
      others,
      `${countOf(others, 'label')} whose id matches no prediction of this window${labelled > 0 || ended !== undefined ? ', such as labels of other windows' : describeOtherIds(examples)}`,
    ],
  ];
  return said.filter(([count]) => count > 0).map(([, text]) => text);
}

function describeOtherIds(examples: Labels['examples']): string {
  return examples === null
    ? ''
    : `, such as "${defang(examples.label)}"; predictions have ids such as "${defang(examples.prediction)}"`;
}

/** The real faults: a row of a table that has no label yet is none, unless there is nothing else. */
function faults({ rejected }: Labels['reading']): Labels['reading']['rejected']['samples'] {
  const [first] = rejected.samples.filter(({ reason }) => reason !== 'no-label');
  return first === undefined ? rejected.samples : rejected.samples.filter(({ reason }) => reason !== 'no-label');
}

function place({ uri, line }: { readonly uri: string; readonly line: number | null }): string {
  return `${printable(uri, MAX_URI)}${line === null ? '' : `:${line}`}`;
}
