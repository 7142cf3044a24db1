import { expect, test } from 'vitest';
import {
  DEFAULT_FALSE_ALARMS,
  DEFAULT_FALSE_PAGES,
  driftBudget,
  splitFalseAlarms,
} from '../../../lambdas/core/drift/rule.ts';

test.each([DEFAULT_FALSE_ALARMS, 0.05, 0.5])('the families of %d never spend more than the budget', (falseAlarms) => {
  const { features, prediction } = splitFalseAlarms(falseAlarms);

  expect(features).toBeGreaterThan(0);
  expect(prediction).toBeGreaterThan(0);
  expect(features + prediction).toBeLessThanOrEqual(falseAlarms);
});

test.each([0, 1, -0.1, Number.NaN])('refuses %d', (falseAlarms) => {
  expect(() => splitFalseAlarms(falseAlarms)).toThrow(RangeError);
});

test('what a year of windows may spend is no more than the false pages of the monitor', () => {
  for (const windowsAYear of [52.18, 365.25, 8766]) {
    const { features, answers, quality } = driftBudget({ falsePages: DEFAULT_FALSE_PAGES, windowsAYear });

    expect((features + answers + quality) * windowsAYear).toBeLessThanOrEqual(DEFAULT_FALSE_PAGES);
  }
});

test('a share of windows given by an expert replaces what drift may spend', () => {
  const budget = driftBudget({ falsePages: 0.1, falseAlarms: 0.05, windowsAYear: 365.25 });

  expect(budget.features).toBeCloseTo(0.02, 12);
  expect(budget.answers).toBeCloseTo(0.02, 12);
});
