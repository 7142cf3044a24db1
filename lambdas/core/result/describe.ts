import { countOf, formatCount, formatProbability, formatShare, formatValue } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { DataRead, DriftResult } from './schema.ts';

/** Places can have long names. */
const MAX_BECAUSE = 250;

/** Findings in words: one printable line each, with the value, the limit and how sure it is. */

export function describeDrift(feature: DriftResult['features'][number]): string {
  const { name, method, distance, limit, smallSampleAdjustedPValue } = feature;
  return `${quoted(name)} drifted: ${method} ${formatValue(distance)}, limit ${formatValue(limit)}, p ${formatProbability(smallSampleAdjustedPValue)}`;
}

/** What a quality check says about its value and the baseline's. */
const QUALITY: Readonly<Record<string, (value: number | null, baseline: number | null) => string>> = {
  missing_values: (value, baseline) => `${formatShare(value)} missing, ${formatShare(baseline)} in the baseline`,
  unseen_categories: (value) => `${formatShare(value)} of the rows have categories that the baseline does not know`,
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
  missing_answers: () => 'no record has this answer of the model where capture.prediction says',
  scale_change: (value) => `the values look multiplied by ${formatValue(value)}`,
};

export function describeQuality(finding: {
  check: string;
  feature: string | null;
  value: number | null;
  baseline: number | null;
  examples?: readonly string[] | undefined;
  cause?: string | undefined;
  /** Of records that cannot be read: {@link describeRejections}. */
  because?: string | undefined;
}): string {
  if (finding.check === 'rejected_records')
    return `${formatShare(finding.value)} of the records cannot be read${finding.because ?? ''}`;
  const text =
    QUALITY[finding.check]?.(finding.value, finding.baseline) ?? `${finding.check} ${formatValue(finding.value)}`;
  const shown = finding.examples ?? [];
  const gap = shown.some((example) => example.includes(',')) ? '; ' : ', ';
  const examples = shown.length === 0 ? '' : ` (${shown.join(gap)})`;
  const cause = finding.cause === undefined ? '' : `; ${finding.cause}`;
  return `${quoted(finding.feature ?? '')}: ${text}${examples}${cause}`;
}

/** Why records are rejected, where the name of the reason says more than what was found in the record. */
const REJECTED: Readonly<Record<string, string>> = { 'invalid-json': 'not JSON', 'invalid-csv': 'not CSV' };

/** `: not JSON at line 1 of capture/a.jsonl`: the most frequent reason with its first place; empty without a rejection. */
export function describeRejections({ byReason, samples }: Pick<DataRead['rejected'], 'byReason' | 'samples'>): string {
  const [most, ...others] = [...byReason].sort((a, b) => b.count - a.count);
  const sample = samples.find(({ reason }) => reason === most?.reason);
  if (most === undefined || sample === undefined) return '';
  const why = REJECTED[sample.reason] ?? (sample.detail === '' ? sample.reason.replaceAll('-', ' ') : sample.detail);
  const place = sample.line === null ? `: ${sample.uri}` : ` at line ${formatCount(sample.line)} of ${sample.uri}`;
  const more = others.length === 0 ? '' : `; ${countOf(others.length, 'other reason')} besides`;
  return printable(`: ${why}${place}${more}`, MAX_BECAUSE);
}

/** A feature's name: bare when it is an ordinary word, quoted when it could be mistaken. */
export function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && name.length <= 60 ? name : `"${printable(name, 60)}"`;
}
