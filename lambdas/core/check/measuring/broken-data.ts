import type { Baseline } from '../../baseline/document.ts';
import type { BaselineMovement } from '../../baseline/movement.ts';
import { INCOMPLETE_FILE } from '../../capture/rejection-reason.ts';
import { keyOf } from '../../drift/shifts/shift.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { Profile } from '../../profile/types.ts';
import { assessQuality, type ReadingCounts } from '../../quality/assess.ts';
import type { QualityFinding } from '../../quality/types.ts';
import { type RejectedRecords, windowRejections } from '../../report/rejection-text.ts';
import { describeQuality, describeRejections } from '../../result/describe.ts';
import { describeMisplaced } from '../../result/describe-answers.ts';
import { describeRenamed } from '../../result/describe-renamed.ts';
import { type ShownFinding, shownFinding } from '../../result/redact-quality.ts';
import type { QualityResult } from '../../result/schema.ts';
import { median } from '../../statistics/median.ts';
import { countOf } from '../../text/numbers.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { CapturedWindow } from '../reading/captured-window.ts';
import { namedColumns } from '../reading/prediction-columns.ts';
import { findAnswerFaults } from './broken-answers.ts';
import { budgetOf } from './false-alarm-budget.ts';
import { UsualFindings } from './usual-findings.ts';

/**
 * Everything that is broken, or could be, in a captured window, worst first: breaches before findings within their limits,
 * of those the model's answers before its features, and a change of unit before what follows from it, such as values out
 * of range.
 */
export function findBrokenData(
  monitor: Monitor,
  baseline: Baseline,
  captured: CapturedWindow,
  redactor: Redactor,
): QualityResult[] {
  const { used, objects } = captured.data;
  const rejected = windowRejections(captured.data.rejected);
  const [incomplete, unread] = partition(rejected);
  const findings = [
    ...assessFeatures(monitor, baseline, captured.features, {
      records: used + unread.records,
      rejected: unread.records,
      files: Math.max(objects, incomplete.records),
      incompleteFiles: incomplete.records,
    }),
    ...findAnswerFaults(monitor, baseline, captured.answers),
  ];
  const named = namedColumns(monitor);
  const usual = new UsualFindings(monitor, baseline);
  const results = findings.map((measured) => {
    const often = measured.breached ? usual.describe(measured) : '';
    const found = often === '' ? measured : { ...measured, breached: false, explained: true as const };
    const finding = shownFinding(found, redactor);
    const message =
      describeQuality({
        ...finding,
        because: describeRejections(found.check === 'incomplete_files' ? incomplete : unread),
      }) +
      withoutResponse(finding, captured) +
      renamed(found, captured, named, redactor) +
      elsewhere(finding, captured) +
      often +
      constantByNature(found, baseline);
    return { ...finding, message };
  });
  return results.sort((a, b) => weightOf(b) - weightOf(a));
}

/** What the quality rules find in a window's features. @param reading @default - only the features are assessed */
export function assessFeatures(
  monitor: Monitor,
  { profile, movement = null }: Pick<Baseline, 'profile'> & Partial<Pick<Baseline, 'movement'>>,
  features: Profile,
  reading?: ReadingCounts,
): QualityFinding[] {
  const { quality, capture, drift } = monitor;
  const limits = { ...quality, maxRejectedShare: capture.maxRejectedShare };
  return assessQuality(profile, features, limits, {
    // Half for the features, half for the answers.
    falseAlarms: budgetOf(monitor).quality / 2,
    ignoreDistributions: new Set(drift.ignore),
    usualMovement: usualLocations(movement),
    ...(reading && { reading }),
  });
}

/** A normal distribution's standard deviation, in median deviations from its median. */
const MEDIAN_DEVIATIONS = 1.4826;

/**
 * Standard deviation of the usual movement of each feature of numbers, as the baseline's own windows show it. By the median, because one
 * of them may be broken.
 */
function usualLocations(movement: BaselineMovement | null): ReadonlyMap<string, number> {
  const usual = new Map<string, number>();
  for (const { name, shifts } of movement?.features ?? []) {
    const effects = shifts.find(({ key }) => key === keyOf({ kind: 'location' }))?.effects ?? [];
    const known = effects.filter((effect) => effect !== null);
    if (known.length > 0) usual.set(name, MEDIAN_DEVIATIONS * median(known.map(Math.abs)));
  }
  return usual;
}

/** Rejections of files that cannot be read to their end, one for each, and all others. */
function partition(rejected: RejectedRecords): readonly [incomplete: RejectedRecords, unread: RejectedRecords] {
  const of = (wanted: boolean): RejectedRecords => {
    const byReason = rejected.byReason.filter(({ reason }) => INCOMPLETE_FILE.has(reason) === wanted);
    return { ...rejected, byReason, records: byReason.reduce((sum, { count }) => sum + count, 0) };
  };
  return [of(true), of(false)];
}

function weightOf({ breached, check, subject }: QualityResult): number {
  if (!breached) return 0;
  return check === 'scale_change' ? 3 : subject === 'answer' ? 2 : 1;
}

/** Nothing tells a source that stopped from a column that never varies within a window, if no windows of the baseline are known. */
function constantByNature({ check, breached }: QualityFinding, { movement }: Pick<Baseline, 'movement'>): string {
  if (check !== 'constant_column' || !breached || movement !== null) return '';
  return '; if it always has one value in a window, as holidays have, add it to drift.ignore';
}

/** Where an answer may stand that no record has where the monitor says. */
function elsewhere({ check, feature }: ShownFinding, { misplaced }: CapturedWindow): string {
  const found = check === 'missing_answers' && feature !== null ? misplaced.get(feature) : undefined;
  return found === undefined || feature === null ? '' : `; ${describeMisplaced(feature, found)}`;
}

/** The name that a missing feature may have now. */
function renamed(
  { check, subject, feature }: QualityFinding,
  { columns }: CapturedWindow,
  named: ReadonlySet<string>,
  redactor: Redactor,
): string {
  const isMissing = check === 'missing_column' || check === 'missing_values';
  if (!isMissing || subject === 'answer' || feature === null) return '';
  const text = describeRenamed(feature, columns, named, redactor);
  return text === '' ? '' : `; ${text}`;
}

/** Answers that are missing because there was no response at all. */
function withoutResponse({ check, subject }: ShownFinding, { data }: CapturedWindow): string {
  const isMissing = check === 'missing_values' || check === 'missing_answers';
  if (subject !== 'answer' || !isMissing || data.absentOutputs === 0) return '';
  return `; ${countOf(data.absentOutputs, 'record')} ${data.absentOutputs === 1 ? 'has' : 'have'} no response`;
}
