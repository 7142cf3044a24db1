import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProblemType } from '../../../lambdas/core/capture/spec.ts';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import { type PairedRows, pickPair } from '../../../lambdas/core/judge/paired-rows.ts';
import type { Comparison } from '../../../lambdas/core/judge/schema.ts';
import { METRICS, metricNames } from '../../../lambdas/core/performance/metrics/registry.ts';
import { type BinaryRow, binaryRows, settings } from './rows.ts';

/** A binary label, the candidate right four times in five, the live model every second time: all decisions occur. */
const binaryRow = fc.record({
  actual: fc.nat(1),
  candidateRight: fc.nat(4).map((n) => n > 0),
  liveRight: fc.boolean(),
  candidateScore: fc.nat(16),
  liveScore: fc.nat(16),
  segment: fc.integer({ min: -1, max: 2 }),
});
const someRows = fc.array(
  binaryRow.map(
    ({ actual, candidateRight, liveRight, candidateScore, liveScore, segment }): BinaryRow => ({
      actual,
      candidate: candidateRight ? actual : 1 - actual,
      live: liveRight ? actual : 1 - actual,
      candidateScore: (candidateScore + (candidateRight === (actual === 1) ? 8 : 0)) / 24,
      liveScore: liveScore / 16,
      segment,
    }),
  ),
  { minLength: 1, maxLength: 80 },
);
const binary: fc.Arbitrary<PairedRows> = someRows.map(binaryRows);

const CLASSES = ['a', 'b', 'c'];
/** 0.8 for the answer, the rest for the other two: without probabilities there is no log_loss. */
const scoresOf = (predicted: readonly number[]) =>
  CLASSES.map((_, code) => Float64Array.from(predicted, (each) => (each === code ? 0.8 : 0.1)));
const answersOf = (predicted: readonly number[]) => ({
  predicted: Int32Array.from(predicted),
  scores: scoresOf(predicted),
});
const multiclass: fc.Arbitrary<PairedRows> = fc
  .array(fc.record({ actual: fc.nat(2), candidate: fc.nat(5), live: fc.nat(2) }), { minLength: 1, maxLength: 80 })
  .map((rows) => ({
    problem: 'multiclass-classification',
    classes: CLASSES,
    actual: Int32Array.from(rows, ({ actual }) => actual),
    candidate: answersOf(rows.map(({ actual, candidate }) => (candidate > 2 ? actual : candidate))),
    live: answersOf(rows.map(({ live }) => live)),
  }));

const number = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8);
const regression: fc.Arbitrary<PairedRows> = fc
  .array(fc.record({ actual: number, candidate: number, live: number }), { minLength: 1, maxLength: 60 })
  .map((rows) => ({
    problem: 'regression',
    actual: Float64Array.from(rows, ({ actual }) => actual),
    candidate: { predicted: Float64Array.from(rows, ({ actual, candidate }) => actual + candidate / 4) },
    live: { predicted: Float64Array.from(rows, ({ actual, live }) => actual + live) },
  }));

const decidingNames = (problem: ProblemType) => metricNames(problem).filter((name) => METRICS[name].decides !== false);
const WORLDS = [
  ...decidingNames('binary-classification').map((metric) => ({ metric, problem: 'binary', rows: binary })),
  ...decidingNames('multiclass-classification').map((metric) => ({ metric, problem: 'multiclass', rows: multiclass })),
  ...decidingNames('regression').map((metric) => ({ metric, problem: 'regression', rows: regression })),
];
/** Bootstraps cost a millisecond or two each. */
const RUNS = { numRuns: 60 };
const margins = fc.constantFrom(0, 0.01, 0.05, 0.2, 1);

describe.each(WORLDS)('$problem: $metric', ({ metric, rows }) => {
  it('never finds a model better than itself', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const { decision, deciding } = judge({ ...some, candidate: some.live } as PairedRows, settings(metric));

        expect(decision).not.toBe('promote');
        if (deciding.difference !== null)
          expect([deciding.difference.value, deciding.difference.pValue]).toEqual([0, 1]);
      }),
      RUNS,
    );
  });

  it('turns the difference around when the models are swapped, and never promotes both ways', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const there = judge(some, settings(metric));
        const back = judge({ ...some, candidate: some.live, live: some.candidate } as PairedRows, settings(metric));

        expect([there.decision, back.decision]).not.toEqual(['promote', 'promote']);
        // Resamples are drawn by kinds of rows, which the swap puts in another order.
        if ([there, back].some(isResampled)) {
          const [one, other] = [there, back].map(({ deciding }) => deciding.difference?.value);
          if (one !== undefined && other !== undefined) expectNear(other, -one);
          return;
        }
        expectNear(back.deciding.difference?.value, negative(there.deciding.difference?.value));
        expectNear(back.deciding.difference?.lower, negative(there.deciding.difference?.upper));
        expectNear(back.deciding.difference?.upper, negative(there.deciding.difference?.lower));
        expectNear(back.deciding.difference?.pValue, there.deciding.difference?.pValue);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (some, keys) => {
        const order = Int32Array.from(some.actual.keys());
        const key = Array.from(order, () => keys.next().value as number);
        const shuffled = pickPair(
          some,
          order.toSorted((a, b) => key[a] - key[b]),
        );
        const [first, second] = [some, shuffled].map((each) => judge(each, settings(metric)));

        expect(second.decision).toBe(first.decision);
        for (const part of ['value', 'lower', 'upper', 'pValue'] as const) {
          expectNear(second.deciding.difference?.[part], first.deciding.difference?.[part]);
        }
      }),
      RUNS,
    );
  });

  it('has the difference in its interval, and p at most 5 % where the interval excludes 0, except for discordant rows', () => {
    let known = 0;
    fc.assert(
      fc.property(rows, (some) => {
        const { difference } = judge(some, settings(metric)).deciding;
        if (difference === null) return;
        known++;

        expect(difference.lower).toBeLessThanOrEqual(difference.value);
        expect(difference.upper).toBeGreaterThanOrEqual(difference.value);
        if (difference.test === 'McNemar (mid-p)') return;
        const beyond = difference.lower > 0 || difference.upper < 0;
        if (Math.abs(difference.pValue - 0.05) > 1e-9) expect(difference.pValue < 0.05).toBe(beyond);
      }),
      RUNS,
    );
    // The seed is fixed, so that this is no chance.
    expect(known).toBeGreaterThan(0);
  });

  it('has not enough data below the minimum of rows, whatever the rows show', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 1e6 }), (some, more) => {
        const minimumRows = some.actual.length + more;
        expect(judge(some, settings(metric, { minimumRows })).decision).toBe('not-enough-data');
      }),
      RUNS,
    );
  });

  it('never promotes with a higher margin a candidate that a lower one keeps out', () => {
    fc.assert(
      fc.property(rows, margins, margins, (some, one, other) => {
        const decide = (margin: number) => judge(some, settings(metric, { margin })).decision;

        if (decide(Math.min(one, other)) !== 'promote') expect(decide(Math.max(one, other))).not.toBe('promote');
      }),
      RUNS,
    );
  });
});

describe('accuracy', () => {
  const strict = settings('accuracy', { segments: ['origin'], minimumSegmentRows: 3, margin: 0.01 });

  it('never loses a promotion by one more right answer of the candidate', () => {
    const seen = new Set<Comparison['decision']>();
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, index) => {
        const before = judge(binaryRows(rows), strict);
        seen.add(before.decision);
        const at = index % rows.length;
        const improved = rows.map((row, i) => (i === at ? { ...row, candidate: row.actual } : row));

        if (before.decision === 'promote') expect(judge(binaryRows(improved), strict).decision).toBe('promote');
      }),
      { numRuns: 1000 },
    );
    expect([...seen].sort()).toEqual(['keep-live', 'not-enough-data', 'promote']);
  });

  it('never promotes with a floor a candidate that it does not promote without one', () => {
    const floor = [{ metric: 'recall', operator: '<', value: 0.7, windows: 1, text: 'recall < 0.7' }] as const;
    fc.assert(
      fc.property(someRows, (rows) => {
        const [free, bound] = [strict, { ...strict, floor }].map((each) => judge(binaryRows(rows), each).decision);

        if (free !== 'promote') expect(bound).not.toBe('promote');
      }),
    );
  });
});

function isResampled({ deciding }: Comparison): boolean {
  return deciding.difference?.test.startsWith('bootstrap') ?? deciding.reason!.includes('resamples');
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 0 - value;
}

function expectNear(found: number | undefined, expected: number | undefined): void {
  if (found === undefined || expected === undefined) {
    expect(found).toBe(expected);
    return;
  }
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}
