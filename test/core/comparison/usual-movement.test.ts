import { expect, test } from 'vitest';
import { METRIC_PRIOR } from '../../../lambdas/core/comparison/usual-movement.ts';
import { MOVEMENT_MODELS } from '../../../lambdas/core/drift/movement/movement-models.ts';

test('every model of movement has a probability, together about one', () => {
  expect(METRIC_PRIOR).toHaveLength(MOVEMENT_MODELS.length);
  for (const probability of METRIC_PRIOR) expect(probability).toBeGreaterThan(0);
  const sum = METRIC_PRIOR.reduce((total, probability) => total + probability, 0);
  expect(sum).toBeGreaterThan(0.98);
  expect(sum).toBeLessThan(1.02);
});

test('larger movement is less probable, from an accuracy of 0.95 that moves by more than a point', () => {
  const independent = METRIC_PRIOR.filter(
    (_, i) => MOVEMENT_MODELS[i].autocorrelation === 0 && MOVEMENT_MODELS[i].sd >= 0.05,
  );
  expect(independent).toEqual([...independent].sort((a, b) => b - a));
});
