import { describe, expect, test } from 'vitest';
import {
  DRIFT_METHOD_NAMES,
  type DriftMethodName,
  driftMethod,
} from '../../../../lambdas/core/drift/methods/registry.ts';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { relativeError } from '../../statistics/relative-error.ts';
import { numbers, table } from '../align-samples.ts';
import samples from '../reference/samples.json' with { type: 'json' };
import tables from '../reference/tables.json' with { type: 'json' };

const TOLERANCE = 1e-9;

type Sample = (typeof samples)[number];

/** The methods whose distances the tables have, under their names. */
const IN_TABLES = DRIFT_METHOD_NAMES.filter(
  (name): name is DriftMethodName & keyof (typeof tables)[number] => name in tables[0],
);

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
    const tested = significanceTest('chi_square').testCategories!(aligned);

    expect(relativeError(tested.statistic, expected.statistic)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(tested.pValue, expected.pValue)).toBeLessThanOrEqual(TOLERANCE);
    expect(tested.smallSamplePValue).toBeGreaterThanOrEqual(tested.pValue);
  });

  describe.each(IN_TABLES)('%s', (method) => {
    test.each(tables)('$name', ({ baseline, window, ...expected }) => {
      const { value } = driftMethod(method).measureCategories!(table(baseline, window));

      expect(relativeError(value!, expected[method])).toBeLessThanOrEqual(TOLERANCE);
    });
  });
});

/** The rows given, or start + i · step for i below the rows of a ramp. */
function rowsOf(given: Sample['baseline'], ramp: Sample['baselineRamp']): number[] {
  if (given !== undefined) return given;
  const [start, step, rows] = ramp!;
  return Array.from({ length: rows }, (_, i) => start + i * step);
}
