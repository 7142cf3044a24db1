import { describe, expect, it } from 'vitest';
import type { ProblemType } from '../../../lambdas/core/capture/spec.ts';
import { type ComparedMetric, compareMetric } from '../../../lambdas/core/judge/compare-metric.ts';
import { compareCorrect } from '../../../lambdas/core/judge/paired/correct-answers.ts';
import { isKnown } from '../../../lambdas/core/judge/paired/difference.ts';
import { PAIRED_COMPARISONS } from '../../../lambdas/core/judge/paired/registry.ts';
import type { PairedRows } from '../../../lambdas/core/judge/paired-rows.ts';
import { METRICS, metricNames } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import reference from './reference/reference.json' with { type: 'json' };

const TOLERANCE = 1e-9;

/** Where the reference takes numerical derivatives. */
const DERIVED_TOLERANCE = 1e-6;

/** Two standard errors by resampling, 1,000 and 20,000 times: 2.2 % and 0.5 %, at four standard deviations. */
const RESAMPLED_TOLERANCE = 0.1;

const Z = 1.959963984540054;

const PROBLEMS = {
  binary: 'binary-classification',
  multiclass: 'multiclass-classification',
  regression: 'regression',
} as const satisfies Record<string, ProblemType>;

interface Case {
  readonly name: string;
  readonly closed: object;
  readonly derived: object;
  readonly resampled: object;
}

describe('shares of correct answers', () => {
  it.each(reference.correct)('$candidateOnly against $liveOnly of $rows', (given) => {
    const outcome = compareCorrect(given.candidateOnly, given.liveOnly, given.rows);

    expectNear(outcome, [given.value, given.lower, given.upper, given.pValue], TOLERANCE);
  });

  it.each([
    ['airway hyper-responsiveness before and after transplantation', 1, 7, 0.0391],
    ['complete response before and after consolidation therapy', 6, 16, 0.0347],
  ])('has the mid-p value that Fagerland, Lydersen and Laake publish: %s', (_, first, second, published) => {
    const outcome = compareCorrect(first, second, 200);

    expect(isKnown(outcome) && outcome.pValue).toBeCloseTo(published, 4);
  });
});

describe.each(reference.binary)('binary: $name', (given) => {
  const answers = (side: { predicted: number[]; score: number[] }) => ({
    predicted: Uint8Array.from(side.predicted),
    score: Float64Array.from(side.score),
  });
  checkAgainst(given, {
    problem: 'binary-classification',
    actual: Uint8Array.from(given.actual),
    candidate: answers(given.candidate),
    live: answers(given.live),
  });
});

describe.each(reference.multiclass)('multiclass: $name', (given) => {
  const answers = (side: { predicted: number[]; scores: number[][] }) => ({
    predicted: Int32Array.from(side.predicted),
    scores: side.scores.map((score) => Float64Array.from(score)),
  });
  checkAgainst(given, {
    problem: 'multiclass-classification',
    actual: Int32Array.from(given.actual),
    classes: Array.from({ length: given.classes }, (_, k) => `class ${k}`),
    candidate: answers(given.candidate),
    live: answers(given.live),
  });
});

describe.each(reference.regression)('regression: $name', (given) => {
  checkAgainst(given, {
    problem: 'regression',
    actual: Float64Array.from(given.actual),
    candidate: { predicted: Float64Array.from(given.candidate.predicted) },
    live: { predicted: Float64Array.from(given.live.predicted) },
  });
});

function decidingNames(problem: ProblemType): MetricName[] {
  return metricNames(problem).filter((name) => METRICS[name].decides !== false);
}

describe.each(['binary', 'multiclass', 'regression'] as const)('every metric of %s that can decide', (key) => {
  const problem = PROBLEMS[key];

  it('has a paired comparison, and no other has one', () => {
    const compared = metricNames(problem).filter((name) => PAIRED_COMPARISONS[name]?.[key] !== undefined);
    expect(compared).toEqual(decidingNames(problem));
  });

  it('has reference values', () => {
    const cases: readonly Case[] = reference[key];
    const covered = cases.flatMap((one) =>
      [one.closed, one.derived, one.resampled].flatMap((part) => Object.keys(part)),
    );
    expect(decidingNames(problem).filter((name) => !covered.includes(name))).toEqual([]);
  });
});

function checkAgainst({ closed, derived, resampled }: Case, rows: PairedRows): void {
  const names = decidingNames(rows.problem);

  it('has only metrics that can decide', () => {
    const covered = [closed, derived, resampled].flatMap((part) => Object.keys(part));
    expect(names).toEqual(expect.arrayContaining(covered));
  });

  it.each(names)('the difference of %s is that of the two values', (name) => {
    const { candidate, live, difference } = compareMetric(rows, name);
    const size = (value: number | null) => (name === 'bias' ? Math.abs(value!) : value!);

    expect(difference!.value).toBeCloseTo(size(candidate.value) - size(live.value), 10);
  });

  it.each(Object.entries(closed))('%s', (name, expected: number[]) => {
    expectNear(differenceOf(rows, name), expected, TOLERANCE);
  });

  it.each(Object.entries(derived))('%s, by derivatives', (name, expected: number[]) => {
    expectNear(differenceOf(rows, name), expected, DERIVED_TOLERANCE);
  });

  it.each(Object.entries(resampled))('%s, by resampling', (name, { value, standardError }) => {
    const found = differenceOf(rows, name);

    expect(Math.abs(found.value - value)).toBeLessThanOrEqual(TOLERANCE);
    expect(found.test).toBe('bootstrap, 1000 resamples');
    if (standardError === undefined) return;
    expect((found.upper - found.lower) / (2 * Z * standardError)).toBeGreaterThan(1 - RESAMPLED_TOLERANCE);
    expect((found.upper - found.lower) / (2 * Z * standardError)).toBeLessThan(1 + RESAMPLED_TOLERANCE);
  });
}

function differenceOf(rows: PairedRows, name: string): NonNullable<ComparedMetric['difference']> {
  return compareMetric(rows, name as MetricName).difference!;
}

/** Value and limits absolutely, the p-value relative to its size, however small. */
function expectNear(found: object, [value, lower, upper, pValue]: readonly number[], tolerance: number): void {
  const given = found as { value: number; lower: number; upper: number; pValue: number };
  const scale = Math.max(1, Math.abs(value));
  expect(Math.abs(given.value - value)).toBeLessThanOrEqual(tolerance * scale);
  expect(Math.abs(given.lower - lower)).toBeLessThanOrEqual(tolerance * scale);
  expect(Math.abs(given.upper - upper)).toBeLessThanOrEqual(tolerance * scale);
  // A derivative's error is multiplied by the slope of the tail, a few hundred at most here.
  const relative = tolerance === TOLERANCE ? TOLERANCE : 1e-3;
  expect(Math.abs(given.pValue - pValue)).toBeLessThanOrEqual(relative * Math.max(pValue, 1e-300));
}
