import { expect, test } from 'vitest';
import { DEFAULT_FALSE_ALARMS, splitFalseAlarms } from '../../../lambdas/core/drift/rule.ts';

test.each([DEFAULT_FALSE_ALARMS, 0.05, 0.5])('the families of %d never spend more than the budget', (falseAlarms) => {
  const { features, prediction } = splitFalseAlarms(falseAlarms);

  expect(features).toBeGreaterThan(0);
  expect(prediction).toBeGreaterThan(0);
  expect(features + prediction).toBeLessThanOrEqual(falseAlarms);
});

test('each family may spend 40 % of it', () => {
  const { features, prediction } = splitFalseAlarms(0.01);

  expect(features).toBeCloseTo(0.004, 12);
  expect(prediction).toBeCloseTo(0.004, 12);
});

test.each([0, 1, -0.1, Number.NaN])('refuses %d', (falseAlarms) => {
  expect(() => splitFalseAlarms(falseAlarms)).toThrow(
    new RangeError(`falseAlarms is a share between 0 and 1, both excluded, got ${falseAlarms}`),
  );
});
