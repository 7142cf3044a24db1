import { expect, test } from 'vitest';
import { DEFAULT_FALSE_PAGES, windowBudget, windowsToFalseClaim } from '../../../lambdas/core/monitor/false-pages.ts';

test.each([52.18, 365.25, 8766])('%d windows a year use up the allowed false alerts and no more', (windowsAYear) => {
  const budget = { falsePages: DEFAULT_FALSE_PAGES, windowsAYear };
  const { features, answers, quality } = windowBudget(budget);

  for (const limits of [1, 3]) {
    const claims = (limits * windowsAYear) / windowsToFalseClaim('alert', { ...budget, limits });
    expect((features + answers + quality) * windowsAYear + claims).toBeCloseTo(DEFAULT_FALSE_PAGES, 12);
  }
});

test('the budget for needless retrainings is a tenth of that for alerts, however many retrain limits there are', () => {
  const windows = windowsToFalseClaim('retrain', { falsePages: 0.1, windowsAYear: 365.25, limits: 2 });

  expect((2 * 365.25) / windows).toBeCloseTo(0.01, 12);
});

test('drift.falseAlarms replaces the share of the budget for drift', () => {
  const budget = windowBudget({ falsePages: 0.1, falseAlarms: 0.05, windowsAYear: 365.25 });

  expect(budget.features).toBeCloseTo(0.02, 12);
  expect(budget.answers).toBeCloseTo(0.02, 12);
});
