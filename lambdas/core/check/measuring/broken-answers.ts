import type { ModelBaseline } from '../../baseline/document.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { Profiler, type ProfilerOptions } from '../../profile/profiler.ts';
import { schemaOf } from '../../profile/schema.ts';
import type { ColumnProfile, Profile } from '../../profile/types.ts';
import { type AnswerToAssess, assessAnswers } from '../../quality/answers.ts';
import type { QualityFinding } from '../../quality/types.ts';
import { describeQuality } from '../../result/describe.ts';
import { shownFinding } from '../../result/redact-quality.ts';
import type { Redactor } from '../../text/redactor.ts';
import { answerKinds, answerTypes } from '../reading/prediction-columns.ts';
import { budgetOf, QUALITY_PARTS } from './false-alarm-budget.ts';

/** Profiles a window's answers by role, as the baseline's are. */
export function answerProfiler(monitor: Monitor, baseline: Pick<ModelBaseline, 'predictions'>): Profiler {
  return new Profiler(answerProfiling(monitor, baseline));
}

/** How they are profiled, as plain data. */
export function answerProfiling(
  { problem, capture }: Monitor,
  baseline: Pick<ModelBaseline, 'predictions'>,
): ProfilerOptions {
  const types = answerTypes(problem, capture.prediction);
  return { schema: baseline.predictions && schemaOf(baseline.predictions), types };
}

/** What is broken, or could be, in the answers of a window. Both checks find the same. */
export function findAnswerFaults(monitor: Monitor, baseline: ModelBaseline, answers: Profile): QualityFinding[] {
  const limits = { ...monitor.quality, maxRejectedShare: monitor.capture.maxRejectedShare };
  const falseAlarms = QUALITY_PARTS.answers * budgetOf(monitor).quality;
  return assessAnswers(answersOf(monitor, baseline, answers), answers.rows, limits, falseAlarms);
}

/** Faults of answers that are left out of the metrics, which are counted where performance is measured. */
const UNMEASURED: ReadonlySet<string> = new Set([
  'missing_values',
  'missing_answers',
  'nested_values',
  'nan_values',
  'infinite_values',
]);

/**
 * Faults of answers that can be measured all the same, such as scores in percent. A ranking
 * does not change when every score is a hundred times too large, so its metric must not say that all is well.
 */
export function findBrokenAnswers(monitor: Monitor, baseline: ModelBaseline, answers: Profile): QualityFinding[] {
  return findAnswerFaults(monitor, baseline, answers).filter(
    (fault) => fault.breached && !UNMEASURED.has(fault.check) && !isUnmeasuredText(fault, monitor),
  );
}

/** The same in words; null where nothing is broken. */
export function describeBrokenAnswers(broken: readonly QualityFinding[], redactor: Redactor): string | null {
  return broken.length === 0 ? null : broken.map((fault) => describeQuality(shownFinding(fault, redactor))).join('; ');
}

/** A text in place of a number is left out of the metrics; in place of a class it is one. */
function isUnmeasuredText({ check, feature }: QualityFinding, { problem, capture }: Monitor): boolean {
  const kind = answerKinds(problem, capture.prediction).get(feature ?? '');
  return check === 'type_change' && (kind === 'score' || kind === 'number');
}

/** The roles that the monitor names, each with what the held-out rows and the window have of it. */
function answersOf({ problem, capture }: Monitor, baseline: ModelBaseline, answers: Profile): AnswerToAssess[] {
  const before = new Map(baseline.predictions?.columns.map((column) => [column.name, column]));
  const now = new Map(answers.columns.map((column) => [column.name, column]));
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

/** A class that was a label of the held-out rows is known, even if the model did not predict it there. */
function withClasses(column: ColumnProfile, classes: readonly string[]): ColumnProfile {
  if (column.categories === null) return column;
  const known = new Set(column.categories.counts.map(([text]) => text));
  const others = classes.filter((text) => !known.has(text)).map((text): [string, number] => [text, 0]);
  return { ...column, categories: { ...column.categories, counts: [...column.categories.counts, ...others] } };
}
