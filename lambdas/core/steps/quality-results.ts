import type { Baseline } from '../baseline/document.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { ColumnProfile } from '../profile/types.ts';
import { type AnswerToAssess, assessAnswers } from '../quality/answers.ts';
import { assessQuality } from '../quality/assess.ts';
import type { QualityFinding } from '../quality/types.ts';
import { windowRejections } from '../report/rejection-text.ts';
import { describeQuality, describeRejections } from '../result/describe.ts';
import { describeMisplaced } from '../result/describe-answers.ts';
import type { QualityResult } from '../result/schema.ts';
import { countOf } from '../text/numbers.ts';
import type { CapturedWindow } from './capture-profile.ts';
import { answerKinds } from './prediction-columns.ts';

/**
 * Everything that is broken, or could be, in a captured window, worst first: breaches before findings within their limits,
 * of those the model's answers before its features, and a change of unit before what follows from it, such as values out
 * of range.
 */
export function findBrokenData(monitor: Monitor, baseline: Baseline, captured: CapturedWindow): QualityResult[] {
  const { quality, capture, drift } = monitor;
  const { used } = captured.data;
  const rejected = windowRejections(captured.data.rejected);
  const limits = { ...quality, maxRejectedShare: capture.maxRejectedShare };
  const findings = [
    ...assessQuality(baseline.profile, captured.features, limits, {
      ignoreDistributions: new Set(drift.ignore),
      reading: { records: used + rejected.records, rejected: rejected.records },
    }),
    ...assessAnswers(answersOf(monitor, baseline, captured), captured.answers.rows, limits),
  ];
  const results = findings.map((finding) => ({
    ...finding,
    examples: [...(finding.examples ?? [])],
    message:
      describeQuality({ ...finding, because: describeRejections(rejected) }) +
      withoutResponse(finding, captured) +
      elsewhere(finding, captured),
  }));
  return results.sort((a, b) => weightOf(b) - weightOf(a));
}

function weightOf({ breached, check, subject }: QualityResult): number {
  if (!breached) return 0;
  return check === 'scale_change' ? 3 : subject === 'answer' ? 2 : 1;
}

/** The roles that the monitor names, each with what the held-out rows and the window have of it. */
function answersOf({ problem, capture }: Monitor, baseline: Baseline, captured: CapturedWindow): AnswerToAssess[] {
  const before = new Map(baseline.predictions?.columns.map((column) => [column.name, column]));
  const now = new Map(captured.answers.columns.map((column) => [column.name, column]));
  const classes = baseline.performance?.confusionMatrix?.classes ?? [];
  return Array.from(answerKinds(problem, capture.prediction), ([role, kind]) => {
    const column = before.get(role);
    return {
      role,
      kind,
      baseline: column === undefined ? null : withClasses(column, classes),
      window: now.get(role) ?? null,
    };
  });
}

/** A class that the model did not predict on held-out rows, but that was a label there, is no unknown one. */
function withClasses(column: ColumnProfile, classes: readonly string[]): ColumnProfile {
  if (column.categories === null) return column;
  const known = new Set(column.categories.counts.map(([text]) => text));
  const others = classes.filter((text) => !known.has(text)).map((text): [string, number] => [text, 0]);
  return { ...column, categories: { ...column.categories, counts: [...column.categories.counts, ...others] } };
}

/** Where an answer may stand that no record has where the monitor says. */
function elsewhere({ check, feature }: QualityFinding, { misplaced }: CapturedWindow): string {
  const found = check === 'missing_answers' && feature !== null ? misplaced.get(feature) : undefined;
  return found === undefined || feature === null ? '' : `; ${describeMisplaced(feature, found)}`;
}

/** Answers that are missing because there was no response at all. */
function withoutResponse({ check, subject }: QualityFinding, { data }: CapturedWindow): string {
  const isMissing = check === 'missing_values' || check === 'missing_answers';
  if (subject !== 'answer' || !isMissing || data.absentOutputs === 0) return '';
  return `; ${countOf(data.absentOutputs, 'record')} ${data.absentOutputs === 1 ? 'has' : 'have'} no response`;
}
