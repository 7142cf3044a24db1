import type { LeftOut, LeftOutKind } from '../performance/types.ts';
import type { QualityCheck, UsualRows } from '../quality/types.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatCount, formatProbability, formatShare, formatValue } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';
import { describeJudged, describeShift, headShift } from '../text/shift-words.ts';
import { describeFactor } from './describe-factor.ts';
import { describeRowCount } from './describe-row-count.ts';
import type { DataRead, DriftResult } from './schema.ts';

/** Places can have long names. */
const MAX_BECAUSE = 250;

type Shift = NonNullable<DriftResult['features'][number]['shift']>;

/** Findings in words: one printable line each, with the value, the limit and the certainty. */

export function describeDrift(feature: DriftResult['features'][number]): string {
  const { method, distance, limit, smallSampleAdjustedPValue, shift } = feature;
  if (!shift) {
    const p = formatProbability(smallSampleAdjustedPValue);
    return `${nameDrift(feature)}: ${method} ${formatValue(distance)}, limit ${formatValue(limit)}, p ${p}`;
  }
  const { since } = shift;
  const judged = `${describeShift(shift)} (${describeJudged(shift, true)})`;
  if (isHeld(shift)) return `${nameDrift(feature)} since ${since} and is not clearly back yet: ${judged}`;
  return `${nameDrift(feature)}: ${judged}, ${describeEvidence(shift)}${since === null ? '' : `, since ${since}`}`;
}

/**
 * The same for a column in a list of drifted ones, below the window since which they are flagged.
 *
 * @param withSource whether to name the unit and the source of the limit
 */
export function describeColumn(feature: DriftResult['features'][number], withSource: boolean): string {
  const { name, shift } = feature;
  const moved = shift
    ? `${describeShift(shift)} (${describeJudged(shift, withSource)}), ${describeEvidence(shift)}`
    : describeDrift(feature).slice(nameDrift(feature).length + 2);
  return `${quoted(name)}: ${moved}`;
}

/** The p-value; or, for a column flagged earlier that is now within its limit, that it has not clearly recovered. */
function describeEvidence(shift: Shift): string {
  return isHeld(shift) ? 'not clearly back yet' : `p ${formatProbability(shift.pValue)}`;
}

/** Whether a column is within its limit, and has been flagged since an earlier window. */
function isHeld({ since, effect, limit }: Shift): boolean {
  return since !== null && Math.abs(effect) <= limit;
}

/** The same, short enough for a title. */
export function headDrift(feature: DriftResult['features'][number]): string {
  return feature.shift ? `${nameDrift(feature)}: ${headShift(feature.shift)}` : describeDrift(feature);
}

function nameDrift({ name }: DriftResult['features'][number]): string {
  return `${quoted(name)} drifted`;
}

type Describe = (value: number | null, baseline: number | null) => string;
type DescribedCheck = Exclude<QualityCheck, 'rejected_records' | 'incomplete_files' | 'row_count'>;

/** What a quality check says about its value and the baseline's. */
const QUALITY: Readonly<Record<DescribedCheck, Describe>> = {
  missing_values: (value, baseline) => `${formatShare(value)} missing, ${formatShare(baseline)} in the baseline`,
  fewer_missing_values: (value, baseline) =>
    `${formatShare(missingOf(value))} missing, ${formatShare(missingOf(baseline))} in the baseline`,
  unseen_categories: (value) => `${formatShare(value)} of the rows have categories that are not in the baseline`,
  out_of_range: (value) => `${formatShare(value)} of the rows are outside the baseline's range`,
  type_change: (value) => `${formatShare(value)} of the rows are of another type than in the baseline`,
  missing_column: () => 'the column is missing',
  extra_column: () => 'the column is not in the baseline',
  nested_values: (value) => `${formatShare(value)} of the rows hold objects or lists`,
  nan_values: (value, baseline) =>
    `${formatShare(value)} of the rows are not-a-number, ${formatShare(baseline)} in the baseline`,
  infinite_values: (value, baseline) =>
    `${formatShare(value)} of the rows are infinite, ${formatShare(baseline)} in the baseline`,
  constant_column: () => 'every row has the same value; in the baseline it varied',
  form_change: (value) => `${formatShare(value)} of the values are written in another form than the baseline's`,
  repeated_values: (value, baseline) =>
    `${formatShare(value)} of the rows repeat a value, ${formatShare(baseline)} in the baseline, where it is an identifier`,
  missing_answers: () => 'no record has it where capture.prediction says',
  scale_change: (value) => `the values look ${describeFactor(value)}`,
};

/** The share of missing values, from the share of rows with a value. */
function missingOf(share: number | null): number | null {
  return share === null ? null : 1 - share;
}

/** The texts for the model's answers, where they differ from those for features. */
const ANSWERS: Readonly<Partial<Record<DescribedCheck, Describe>>> = {
  missing_values: (value, baseline) => `${formatShare(value)} are missing${inBaseline(baseline)}`,
  unseen_categories: (value, baseline) =>
    `${formatShare(value)} are classes that ${baseline === null ? 'are neither of the two' : 'the baseline does not know'}`,
  out_of_range: (value) => `${formatShare(value)} are outside the baseline's range, and not between 0 and 1`,
  type_change: (value, baseline) => `${formatShare(value)} are of another type${inBaseline(baseline)}`,
  nested_values: (value, baseline) => `${formatShare(value)} are objects or lists${inBaseline(baseline)}`,
  nan_values: (value, baseline) => `${formatShare(value)} are not a number${inBaseline(baseline)}`,
  infinite_values: (value, baseline) => `${formatShare(value)} are infinite${inBaseline(baseline)}`,
};

/** The baseline's share; empty where the baseline has no answers. */
function inBaseline(baseline: number | null): string {
  return baseline === null ? '' : `, ${formatShare(baseline)} in the baseline`;
}

/** Stored results of another version may have checks that this one does not know. */
function describerOf(check: string, isAnswer: boolean): Describe | undefined {
  const known: Readonly<Record<string, Describe>> = isAnswer ? { ...QUALITY, ...ANSWERS } : QUALITY;
  return Object.hasOwn(known, check) ? known[check] : undefined;
}

export function describeQuality(finding: {
  check: string;
  subject?: 'answer' | undefined;
  feature: string | null;
  value: number | null;
  baseline: number | null;
  rows?: number | undefined;
  usual?: UsualRows | undefined;
  examples?: readonly string[] | undefined;
  cause?: string | undefined;
  /** Of records and files that cannot be read: {@link describeRejections}. */
  because?: string | undefined;
}): string {
  if (finding.check === 'rejected_records')
    return `${formatShare(finding.value)} of the records cannot be read${finding.because ?? ''}`;
  if (finding.check === 'incomplete_files') {
    const files = finding.rows ?? 0;
    const incomplete = Math.round((finding.value ?? 0) * files);
    const are = incomplete === 1 ? 'is' : 'are';
    return `${formatCount(incomplete)} of ${countOf(files, 'file')} ${are} cut or damaged, so an unknown number of records is lost${finding.because ?? ''}`;
  }
  if (finding.usual !== undefined) return describeRowCount(finding.rows ?? 0, finding.usual);
  const isAnswer = finding.subject === 'answer';
  const say = describerOf(finding.check, isAnswer);
  const text = say?.(finding.value, finding.baseline) ?? `${finding.check} ${formatValue(finding.value)}`;
  const shown = (finding.examples ?? []).map(defang);
  const gap = shown.some((example) => example.includes(',')) ? '; ' : ', ';
  const examples = shown.length === 0 ? '' : ` (${shown.join(gap)})`;
  // Callers name the columns that only the captured data has.
  const named = quoted(finding.feature ?? '');
  const name = finding.check === 'extra_column' ? defang(named) : named;
  const cause = finding.cause === undefined ? '' : `; ${finding.cause}`;
  return `${isAnswer ? "the model's answer " : ''}${name}: ${text}${examples}${cause}`;
}

const LEFT_OUT: Readonly<Record<LeftOutKind, readonly [one: string, many: string]>> = {
  missing: ['is missing', 'are missing'],
  nan: ['is not a number', 'are not a number'],
  infinite: ['is infinite', 'are infinite'],
  text: ['is a text', 'are texts'],
  boolean: ['is true or false', 'are true or false'],
  nested: ['is an object or list', 'are objects or lists'],
  class: ['is neither of the two classes', 'are neither of the two classes'],
};

/**
 * Why labelled rows cannot be measured: `373 of 400 labels are texts such as "1,234.50"`, `all 400 answers are not a number`;
 * empty where every row can.
 */
export function describeLeftOut({ reasons, labelled }: Pick<LeftOut, 'reasons' | 'labelled'>): string {
  return reasons
    .map(({ part, kind, rows, examples }, i) => {
      const things = rows === 1 ? part : `${part}s`;
      const all = rows === labelled && rows > 1 ? 'all ' : '';
      const of = i === 0 && rows < labelled ? `of ${formatCount(labelled)} ${part}s` : things;
      const example = examples.length === 0 ? '' : ` such as "${defang(examples[0])}"`;
      return `${all}${formatCount(rows)} ${of} ${LEFT_OUT[kind][rows === 1 ? 0 : 1]}${example}`;
    })
    .join(', ');
}

/** Reasons whose name says more than the detail that was found in the record. */
const REJECTED: Readonly<Record<string, string>> = { 'invalid-json': 'not JSON', 'invalid-csv': 'not CSV' };

/** `: not JSON at line 1 of capture/a.jsonl`: the most frequent reason with its first place; empty without a rejection. */
export function describeRejections({
  byReason,
  samples,
}: {
  readonly byReason: readonly DataRead['rejected']['byReason'][number][];
  readonly samples: readonly DataRead['rejected']['samples'][number][];
}): string {
  const [most, ...others] = [...byReason].sort((a, b) => b.count - a.count);
  const sample = samples.find(({ reason }) => reason === most?.reason);
  if (most === undefined || sample === undefined) return '';
  const why =
    REJECTED[sample.reason] ?? (sample.detail === '' ? sample.reason.replaceAll('-', ' ') : defang(sample.detail));
  const place = sample.line === null ? ` (${sample.uri})` : ` at line ${formatCount(sample.line)} of ${sample.uri}`;
  const more = others.length === 0 ? '' : `; ${countOf(others.length, 'other reason')} besides`;
  return printable(`: ${why}${place}${more}`, MAX_BECAUSE);
}
