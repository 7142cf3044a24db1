import { isMetricName, METRICS } from '../performance/metrics/registry.ts';
import { describeDisjoint } from '../performance/rows/unify-classes.ts';
import { countOf, formatCount, formatProbability } from '../text/numbers.ts';
import { Redactor } from '../text/redactor.ts';
import { type ComparedMetric, compareMetric } from './compare-metric.ts';
import { evaluatePair, type HeldOut, type PairedPerformance } from './paired-rows.ts';
import {
  compareWithFloor,
  describeStanding,
  type FloorOutcome,
  objectionsOfFloor,
  objectionsOfMargin,
  objectionsOfSegments,
  objectionsOfSignificance,
} from './rules.ts';
import { COMPARISON_VERSION, type Comparison } from './schema.ts';
import { type ComparedSegments, compareSegments } from './segments.ts';
import { CONFIDENCE, type CompleteSettings, completeSettings, type JudgeSettings } from './settings.ts';

/** All measurements, before the decision. */
interface Measured {
  readonly rows: HeldOut;
  readonly deciding: ComparedMetric;
  readonly floor: readonly FloorOutcome[];
  readonly segments: ComparedSegments;
  /** Why rows are left out, if so many are that the others are not representative; else null. */
  readonly leftOut: string | null;
  readonly redactor: Redactor;
}

/**
 * Decides whether the candidate replaces the live model. It does when there are enough rows, it is above the floor, it
 * is better than the live model by the margin and beyond chance, and no segment loses more than allowed. A tie keeps
 * the live model.
 * @param leftOut why rows are left out, if so many are that nothing can be decided
 * @param redactor decides how the comparison shows classes and the values of segments
 * @throws RangeError for impossible settings, MissingColumnError for a segment that the rows do not have,
 * InvalidPredictionsError and TooManyClassesError
 */
export function judge(
  heldOut: HeldOut,
  given: JudgeSettings,
  leftOut: string | null = null,
  redactor: Redactor = Redactor.SHOW,
): Comparison {
  const settings = completeSettings(given, heldOut);
  const performance = evaluatePair(heldOut);
  const measured: Measured = {
    rows: heldOut,
    deciding: compareMetric(heldOut, settings.metric, performance),
    floor: compareWithFloor(settings.floor, performance.candidate),
    segments: shownSegments(compareSegments(heldOut, heldOut.segments ?? new Map(), settings), redactor),
    leftOut,
    redactor,
  };
  return {
    schema: 'driftwarden/model-comparison',
    version: COMPARISON_VERSION,
    ...decide(measured, settings),
    problem: heldOut.problem,
    rows: heldOut.actual.length,
    deciding: { ...measured.deciding, better: METRICS[settings.metric].better },
    metrics: sideBySide(performance),
    floor: [...measured.floor],
    segments: {
      compared: measured.segments.compared.map(({ feature, value, rows, compared, adjustedPValue, blocks }) => {
        const { candidate, live, difference, reason } = compared;
        return { feature, value, rows, candidate, live, difference, reason, adjustedPValue, blocks };
      }),
      tooSmall: { ...measured.segments.tooSmall },
    },
    settings: {
      ...settings,
      floor: settings.floor.map(({ text }) => text),
      segments: [...settings.segments],
      confidence: CONFIDENCE,
    },
  };
}

function decide(measured: Measured, settings: CompleteSettings): Pick<Comparison, 'decision' | 'reasons'> {
  const { deciding, floor, segments } = measured;
  const missing = whatIsMissing(measured, settings);
  if (missing.length > 0) return { decision: 'not-enough-data', reasons: missing };
  const objections = [
    ...objectionsOfFloor(floor),
    ...objectionsOfSegments(segments.compared, settings.maxSegmentLoss),
    ...objectionsOfMargin(deciding, settings),
    ...objectionsOfSignificance(deciding),
  ];
  if (objections.length > 0) return { decision: 'keep-live', reasons: objections };
  const unknown = floor.filter(({ met }) => met === null);
  if (unknown.length > 0) {
    const reasons = unknown.map(({ text }) => `floor: ${text}, its metric is not defined for the candidate`);
    return { decision: 'not-enough-data', reasons };
  }
  const { pValue, test } = deciding.difference!;
  return { decision: 'promote', reasons: [`${describeStanding(deciding)}, p ${formatProbability(pValue)} (${test})`] };
}

function shownSegments({ compared, tooSmall }: ComparedSegments, redactor: Redactor): ComparedSegments {
  const shown = compared.map((segment) => {
    const { value } = segment;
    return { ...segment, value: value === null ? null : redactor.text(value) };
  });
  return { compared: shown, tooSmall };
}

function whatIsMissing({ rows, deciding, leftOut, redactor }: Measured, { minimumRows }: CompleteSettings): string[] {
  const { problem, actual, disjoint } = rows;
  // Further reasons would only hide this one.
  if (disjoint) return [`classes: ${describeDisjoint(disjoint, redactor)}`];
  const missing: string[] = [];
  if (actual.length < minimumRows) {
    missing.push(`rows: ${countOf(actual.length, 'labelled row')}, ${formatCount(minimumRows)} are needed`);
  }
  if (leftOut !== null) missing.push(`rows: ${leftOut}: the remaining rows are not representative`);
  if (problem !== 'regression' && actual.length > 0 && actual.every((label: number) => label === actual[0])) {
    missing.push('labels: every label is of one class');
  }
  if (deciding.reason !== null) missing.push(`metric: ${deciding.reason}`);
  return missing;
}

function sideBySide({ candidate, live }: PairedPerformance): Comparison['metrics'] {
  const names = Object.keys(candidate.metrics).filter(isMetricName);
  return Object.fromEntries(
    names.map((name) => [name, { candidate: candidate.metrics[name]!, live: live.metrics[name]! }]),
  );
}
