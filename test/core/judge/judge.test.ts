import { describe, expect, it } from 'vitest';
import { compareMetric, gainOf } from '../../../lambdas/core/judge/compare-metric.ts';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import type { HeldOut, PairedMulticlass } from '../../../lambdas/core/judge/paired-rows.ts';
import type { JudgeSettings } from '../../../lambdas/core/judge/settings.ts';
import { parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { InvalidPredictionsError, MissingColumnError } from '../../../lambdas/core/performance/errors.ts';
import { normalSurvival } from '../../../lambdas/core/statistics/normal.ts';
import { better, bySegment, lopsided, strict } from './judged-rows.ts';
import { binaryRows, errorsOf, regressionRows, rowsOf, settings } from './rows.ts';

it('decides nothing where the rows are not representative', () => {
  const { decision, reasons } = judge(better, strict, '120 of 1,120 answers are not a number');
  expect([decision, reasons]).toEqual([
    'not-enough-data',
    ['rows: 120 of 1,120 answers are not a number: the remaining rows are not representative'],
  ]);
});

describe('a judgement', () => {
  it.each<[string, HeldOut, JudgeSettings, string, RegExp[]]>([
    [
      'promotes a candidate that is better by the margin and beyond chance',
      better,
      strict,
      'promote',
      [
        /^accuracy 0\.9000 \(live model 0\.8500\), better by 0\.0500 \(0\.0\d+ to 0\.0\d+\), p 4e-5 \(McNemar \(mid-p\)\)$/,
      ],
    ],
    [
      'keeps the live model when the candidate is below the floor',
      better,
      { ...strict, floor: [parseLimit('accuracy < 0.95'), parseLimit('recall < 0.5')] },
      'keep-live',
      [/^floor: accuracy < 0\.95, the candidate has 0\.9$/],
    ],
    [
      'keeps it when a segment loses more than it may',
      lopsided,
      bySegment,
      'keep-live',
      [
        /^segment: origin "LGA" \(300 rows\): accuracy 0\.5000 \(live model 0\.8333\), worse by 0\.3333 \(0\.28\d+ to 0\.38\d+\), at most 0 is allowed, adjusted p 8e-31$/,
      ],
    ],
    ['lets a segment lose what it may', lopsided, { ...bySegment, maxSegmentLoss: 0.34 }, 'promote', [/^accuracy/]],
    [
      'lets a segment lose exactly what it may',
      binaryRows([...rowsOf(500, 300, 0, 0, 0), ...rowsOf(200, 0, 100, 100, 1)]),
      { ...bySegment, maxSegmentLoss: 0.25 },
      'promote',
      [/^accuracy/],
    ],
    [
      'overlooks what a segment loses by chance',
      binaryRows([...rowsOf(500, 300, 0, 0, 0), ...rowsOf(200, 10, 20, 70, 1)]),
      bySegment,
      'promote',
      [/^accuracy/],
    ],
    ['overlooks segments with too few rows', lopsided, { ...bySegment, minimumSegmentRows: 301 }, 'promote', [/^acc/]],
    [
      'judges a segment with as many rows as it needs',
      lopsided,
      { ...bySegment, minimumSegmentRows: 300 },
      'keep-live',
      [/^segment: origin "LGA"/],
    ],
    [
      'overlooks a segment in which the metric is not defined',
      binaryRows([
        ...rowsOf(800, 100, 50, 50, 0),
        ...Array.from({ length: 300 }, () => ({ actual: 0, candidate: 0, live: 0, segment: 1 })),
      ]),
      { ...bySegment, metric: 'recall' },
      'promote',
      [/^recall/],
    ],
    [
      'promotes a candidate that does not meet the limits of the floor',
      better,
      { ...strict, floor: [parseLimit('accuracy < 0.9')] },
      'promote',
      [/^accuracy/],
    ],
    [
      'keeps the live model when the margin is missed, though beyond chance',
      better,
      { ...strict, margin: 0.06 },
      'keep-live',
      [/^margin: accuracy 0\.9000 \(live model 0\.8500\), better by 0\.0500 .*, at least 0\.06 is needed$/],
    ],
    [
      'keeps it when the margin is met by chance',
      binaryRows(rowsOf(900, 30, 20, 50)),
      strict,
      'keep-live',
      [/^significance: the improvement may be chance, p 0\.161 \(McNemar \(mid-p\)\)$/],
    ],
    [
      'keeps it on a tie',
      binaryRows(rowsOf(900, 25, 25, 50)),
      settings('accuracy'),
      'keep-live',
      [/^significance: there is no evidence that the candidate is better, p 1\.000/],
    ],
    [
      'says on a tie that the candidate is no better',
      binaryRows(rowsOf(900, 25, 25, 50)),
      settings('accuracy', { margin: 0.01 }),
      'keep-live',
      [
        /^margin: accuracy 0\.9250 \(live model 0\.9250\), no better \(-0\.01\d+ to 0\.01\d+\), at least 0\.01 is needed$/,
        /^significance/,
      ],
    ],
    [
      'does not call a candidate worse beyond chance when only the interval says so',
      // Four of four discordant rows: mid-p 1 in 16, and Tango's interval leaves out 0.
      binaryRows(rowsOf(20, 0, 4, 0)),
      settings('accuracy'),
      'keep-live',
      [/^margin: .* worse by/, /^significance: there is no evidence that the candidate is better, p 0\.063 \(/],
    ],
    [
      'says when the candidate is worse',
      binaryRows(rowsOf(800, 50, 100, 50)),
      strict,
      'keep-live',
      [/^margin: .* worse by 0\.0500 \(0\.0\d+ to 0\.0\d+\)/, /^significance: the candidate is worse beyond chance/],
    ],
    [
      'gives every objection, floor and segment first',
      binaryRows([...rowsOf(700, 0, 0, 0), ...rowsOf(150, 0, 100, 50, 1)]),
      { ...bySegment, floor: [parseLimit('accuracy < 0.9')] },
      'keep-live',
      [/^floor: /, /^segment: /, /^margin: /, /^significance: /],
    ],
    [
      'has not enough data below the minimum of rows, and shows what there is',
      better,
      { ...strict, minimumRows: 1001 },
      'not-enough-data',
      [/^rows: 1,000 labelled rows, 1,001 are needed$/],
    ],
    [
      'has not enough data where every label is of one class',
      binaryRows(
        rowsOf(0, 0, 0, 0).concat(Array.from({ length: 9 }, () => ({ actual: 0, candidate: 0, live: 1, segment: 0 }))),
      ),
      settings('roc_auc'),
      'not-enough-data',
      [
        /^labels: every label is of one class$/,
        /^metric: roc_auc of the candidate is not defined: no row is positive$/,
      ],
    ],
    [
      'has not enough data where the metric is not defined on one side',
      binaryRows(rowsOf(50, 10, 0, 0).map((row) => ({ ...row, live: 0 }))),
      settings('precision'),
      'not-enough-data',
      [/^metric: precision of the live model is not defined: no row is predicted positive$/],
    ],
    [
      'has not enough data where a limit of the floor cannot be evaluated',
      { ...better, candidate: { ...better.candidate, score: null } },
      { ...strict, floor: [parseLimit('roc_auc < 0.5')] },
      'not-enough-data',
      [/^floor: roc_auc < 0\.5, its metric is not defined for the candidate$/],
    ],
    [
      'compares models of numbers whose labels are all the same',
      {
        problem: 'regression',
        actual: new Float64Array(200),
        candidate: { predicted: Float64Array.from(errorsOf(1)) },
        live: { predicted: Float64Array.from(errorsOf(2)) },
      },
      settings('mae'),
      'promote',
      [/^mae/],
    ],
    ['has not enough data without rows', binaryRows([]), settings('accuracy'), 'not-enough-data', [/^rows/, /^metric/]],
  ])('%s', (_, rows, given, decision, reasons) => {
    const comparison = judge(rows, given);

    expect(comparison.decision).toBe(decision);
    expect(comparison.reasons).toHaveLength(reasons.length);
    reasons.forEach((reason, i) => {
      expect(comparison.reasons[i]).toMatch(reason);
    });
  });

  it('meets a margin that it equals, though 0.905 - 0.9 is not 0.005 in floating point', () => {
    const equal = binaryRows(rowsOf(900, 5, 0, 95));
    expect(judge(equal, { ...strict, margin: 0.005 }).reasons.filter((text) => text.startsWith('margin'))).toEqual([]);
    expect(judge(equal, { ...strict, margin: 0.0051 }).reasons[0]).toMatch(/^margin/);
  });

  it('checks the test and the interval where few rows are discordant', () => {
    // The chi-square form has p 0.046, and Tango's interval leaves out 0 with it; four heads of four have a mid-p of 1 in 16.
    const { deciding, decision } = judge(binaryRows(rowsOf(20, 4, 0, 0)), settings('accuracy'));

    expect(deciding.difference!.lower).toBeGreaterThan(0);
    expect(deciding.difference!.pValue).toBeCloseTo(1 / 16, 12);
    expect(decision).toBe('keep-live');
  });

  it('does not treat rows without spread as certainty', () => {
    // A perfect candidate, a live model that ranks nothing: every pair is won by one half.
    const perfect = (rowsOfClass: number) =>
      binaryRows(
        Array.from({ length: 2 * rowsOfClass }, (_, row) => row % 2).map((actual) => ({
          actual,
          candidateScore: actual,
          liveScore: 0.5,
          candidate: actual,
          live: 0,
        })),
      );

    const { difference } = judge(perfect(20), settings('roc_auc')).deciding;
    const few = judge(perfect(2), settings('roc_auc'));

    expect(difference).toMatchObject({ value: 0.5, test: 'square-and-add' });
    expect(difference!.lower).toBeGreaterThan(0);
    expect(difference!.upper - difference!.lower).toBeGreaterThan(0.2);
    // The end that faces 0 lies 1.96 standard errors from the difference.
    const standardErrors = (0.5 / (0.5 - difference!.lower)) * 1.959963984540054;
    expect(difference!.pValue).toBeCloseTo(2 * normalSurvival(standardErrors), 12);
    expect(few.decision).toBe('not-enough-data');
    expect(few.deciding).toMatchObject({
      difference: null,
      reason:
        'roc_auc has no interval of the difference: the rows show no spread; 2 positive rows; an interval needs 20',
    });
  });

  it.each<[string, number, number, string]>([
    ['the nearer to zero', 0.1, 1, 'promote'],
    ['the nearer to zero from the other side', -0.1, 1, 'promote'],
    ['from the same distance on the other side', -1, 1, 'keep-live'],
    ['the farther', -1.5, 1, 'keep-live'],
  ])('judges bias by its distance from zero: %s', (_, candidate, live, decision) => {
    const errors = (bias: number, phase: number) => Array.from({ length: 200 }, (_, i) => bias + Math.sin(i + phase));

    const { deciding, decision: found } = judge(
      regressionRows(errors(candidate, 0), errors(live, 1)),
      settings('bias', { margin: 0.01 }),
    );

    expect(found).toBe(decision);
    expect(deciding.better).toBe('zero');
    expect(deciding.difference!.value).toBeCloseTo(Math.abs(candidate) - Math.abs(live), 1);
  });

  it('judges a lower loss as better', () => {
    const [small, large] = [errorsOf(1), errorsOf(2)];

    expect(judge(regressionRows(small, large), settings('mae')).decision).toBe('promote');
    expect(judge(regressionRows(large, small), settings('mae')).decision).toBe('keep-live');

    const compared = compareMetric(regressionRows(small, large), 'mae');
    const { value, lower, upper } = compared.difference!;
    expect(gainOf(compared)).toEqual({ value: -value, lower: -upper, upper: -lower });
  });

  it('judges several classes', () => {
    const actual = Int32Array.from({ length: 300 }, (_, row) => row % 3);
    const rows: PairedMulticlass = {
      problem: 'multiclass-classification',
      actual,
      classes: ['a', 'b', 'c'],
      candidate: { predicted: actual.map((code, row) => (row % 10 === 0 ? (code + 1) % 3 : code)), scores: null },
      live: { predicted: actual.map((code, row) => (row % 4 === 0 ? (code + 1) % 3 : code)), scores: null },
    };

    expect(judge(rows, settings('macro_f1')).deciding).toMatchObject({
      candidate: { value: 0.9 },
      live: { value: 0.75 },
      difference: { test: 'bootstrap, 1000 resamples' },
    });
    expect(judge(rows, settings('macro_f1')).decision).toBe('promote');
    expect(judge(rows, settings('log_loss')).reasons[0]).toBe(
      'metric: log_loss of the candidate is not defined: there are no scores',
    );
  });

  it.each<[string, Partial<JudgeSettings>, unknown, string]>([
    [
      'a metric that the problem does not have',
      { metric: 'mae' },
      RangeError,
      'binary-classification has no metric mae',
    ],
    [
      'a floor of such a metric',
      { floor: [parseLimit('mae > 3')] },
      RangeError,
      'binary-classification has no metric mae',
    ],
    ['a margin below 0', { margin: -0.1 }, RangeError, 'margin is a number from 0 on, got -0.1'],
    ['a margin without an end', { margin: Infinity }, RangeError, 'margin is a number from 0 on, got Infinity'],
    [
      'a loss that is no number',
      { maxSegmentLoss: Number.NaN },
      RangeError,
      'maxSegmentLoss is a number from 0 on, got NaN',
    ],
    [
      'a segment that is not there',
      { segments: ['carrier'] },
      MissingColumnError,
      'there is no column carrier (the segments) among "origin"',
    ],
  ])('refuses %s', (_, wrong, error, message) => {
    expect(() => judge(better, { ...strict, ...wrong })).toThrow(error as typeof Error);
    expect(() => judge(better, { ...strict, ...wrong })).toThrow(message);
  });

  it('refuses a segment where the rows have none', () => {
    expect(() => judge({ ...better, segments: undefined }, bySegment)).toThrow(
      'there is no column origin (the segments) among no columns',
    );
  });

  it('rejects answers and segments that do not fit the rows', () => {
    const short = { predicted: new Uint8Array(3), score: null };
    const segments = new Map([['origin', { codes: new Int32Array(3), texts: ['a'] }]]);

    expect(() => judge({ ...better, live: short }, strict)).toThrow(InvalidPredictionsError);
    expect(() => judge({ ...better, segments }, bySegment)).toThrow(InvalidPredictionsError);
    expect(() => judge({ ...better, segments }, bySegment)).toThrow('segments: has 3 rows, expected 1000');
  });
});
