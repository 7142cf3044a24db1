import type { Baseline } from '../../baseline/document.ts';
import { INCOMPLETE_FILE } from '../../capture/rejection-reason.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { Profile } from '../../profile/types.ts';
import { assessQuality, type QualityOptions } from '../../quality/assess.ts';
import type { QualityFinding } from '../../quality/types.ts';
import { type RejectedRecords, windowRejections } from '../../report/rejection-text.ts';
import { describeQuality, describeRejections } from '../../result/describe.ts';
import { describeMisplaced } from '../../result/describe-answers.ts';
import { describeRenamed } from '../../result/describe-renamed.ts';
import { type ShownFinding, shownFinding } from '../../result/redact-quality.ts';
import type { QualityResult } from '../../result/schema.ts';
import { countOf } from '../../text/numbers.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { CapturedWindow } from '../reading/captured-window.ts';
import { namedColumns } from '../reading/prediction-columns.ts';
import { findAnswerFaults } from './broken-answers.ts';
import { budgetOf, QUALITY_PARTS } from './false-alarm-budget.ts';
import { explainUnit, type JudgedDrift } from './unit-by-chance.ts';
import { UsualWindows } from './usual-windows.ts';

/**
 * Everything that is broken, or could be, in a captured window, worst first: breaches before findings within their limits,
 * of those the model's answers before its features, and missing rows or a change of unit before what follows from it, such as
 * values out of range.
 *
 * @param known `rowCount`: what the number of rows says, see `row-counts.ts`; null: as many as usual
 */
export function findBrokenData(
  monitor: Monitor,
  baseline: Baseline,
  captured: CapturedWindow,
  redactor: Redactor,
  { rowCount, ...judged }: JudgedDrift & { readonly rowCount: QualityFinding | null },
): QualityResult[] {
  const { used } = captured.data;
  const rejected = windowRejections(captured.data.rejected);
  const [incomplete, unread] = partition(rejected);
  const usual = new UsualWindows(monitor, baseline);
  const reading = {
    records: used + unread.records,
    rejected: unread.records,
    files: Math.max(filesOfWindow(captured.data, rejected.records), incomplete.records),
    incompleteFiles: incomplete.records,
  };
  const findings = [
    ...assessFeatures(monitor, baseline.profile, captured.features, { reading, usualMovement: usual.movement }),
    ...findAnswerFaults(monitor, baseline, captured.answers),
    ...(rowCount === null ? [] : [rowCount]),
  ];
  const named = namedColumns(monitor);
  const results = findings.map((measured) => {
    const why = measured.breached
      ? usual.explain(measured, captured.features) || explainUnit(measured, judged, monitor)
      : '';
    const found = why === '' ? measured : { ...measured, breached: false, explained: true as const };
    const finding = shownFinding(found, redactor);
    const message =
      describeQuality({
        ...finding,
        because: describeRejections(found.check === 'incomplete_files' ? incomplete : unread),
      }) +
      withoutResponse(finding, captured) +
      renamed(found, captured, named, redactor) +
      elsewhere(finding, captured) +
      why +
      constantByNature(found, baseline);
    return { ...finding, message };
  });
  return results.sort((a, b) => weightOf(b) - weightOf(a));
}

/**
 * About how many of the files are of the window: its share of all records. Plain files are listed for all windows, and a day of which one
 * of two files is cut must not pass because a hundred other days are there.
 */
function filesOfWindow({ objects, used, repeats, ...data }: CapturedWindow['data'], rejected: number): number {
  const inside = used + repeats + rejected;
  const outside = data.recordsOutsideWindow + (data.rejected.records - rejected);
  return inside + outside === 0 ? objects : Math.round((objects * inside) / (inside + outside));
}

/** What the quality rules find in a window's features. */
export function assessFeatures(
  monitor: Monitor,
  baseline: Profile,
  features: Profile,
  options: Pick<QualityOptions, 'reading' | 'usualMovement'> = {},
): QualityFinding[] {
  const { quality, capture, drift } = monitor;
  const limits = { ...quality, maxRejectedShare: capture.maxRejectedShare };
  return assessQuality(baseline, features, limits, {
    falseAlarms: QUALITY_PARTS.features * budgetOf(monitor).quality,
    ignoreDistributions: new Set(drift.ignore),
    ...options,
  });
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
  return check === 'scale_change' || check === 'row_count' ? 3 : subject === 'answer' ? 2 : 1;
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
