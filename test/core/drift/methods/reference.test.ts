import { describe, expect, test } from 'vitest';
import { driftMethod } from '../../../../lambdas/core/drift/methods/registry.ts';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { relativeError } from '../../statistics/relative-error.ts';
import { numbers, table } from '../align-samples.ts';
import samples from '../reference/samples.json' with { type: 'json' };
import tables from '../reference/tables.json' with { type: 'json' };

const TOLERANCE = 1e-9;

type Sample = (typeof samples)[number];

describe('pairs of samples against scipy', () => {
  test.each(samples)('$name', (sample) => {
    const aligned = numbers(rowsOf(sample.baseline, sample.baselineRamp), rowsOf(sample.window, sample.windowRamp));

    const distance = driftMethod('wasserstein').measureNumbers!(aligned);
    const ks = driftMethod('ks').measureNumbers!(aligned);
    const tested = significanceTest('ks').testNumbers!(aligned);

    expect(relativeError(distance.value!, sample.wasserstein)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(ks.value!, sample.statistic)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(tested.statistic, sample.statistic)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(tested.pValue, sample.pValue)).toBeLessThanOrEqual(TOLERANCE);
    expect(tested.smallSamplePValue).toBeGreaterThanOrEqual(tested.pValue);
  });
});

describe('2 × k tables against scipy', () => {
  test.each(tables)('$name', ({ baseline, window, ...expected }) => {
    const aligned = table(baseline, window);
    const distance = (name: 'jensen_shannon' | 'hellinger' | 'l_infinity') =>
      driftMethod(name).measureCategories!(aligned).value!;

    const tested = significanceTest('chi_square').testCategories!(aligned);

    expect(relativeError(distance('jensen_shannon'), expected.jensenShannon)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(distance('hellinger'), expected.hellinger)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(distance('l_infinity'), expected.lInfinity)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(tested.statistic, expected.statistic)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(tested.pValue, expected.pValue)).toBeLessThanOrEqual(TOLERANCE);
    expect(tested.smallSamplePValue).toBeGreaterThanOrEqual(tested.pValue);
  });
});

/** The rows given, or start + i · step for i below the rows of a ramp. */
function rowsOf(given: Sample['baseline'], ramp: Sample['baselineRamp']): number[] {
  if (given !== undefined) return given;
  const [start, step, rows] = ramp!;
  return Array.from({ length: rows }, (_, i) => start + i * step);
}
