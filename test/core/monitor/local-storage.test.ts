import { expect, it } from 'vitest';
import {
  TRAINING_INSTANCE_TYPES,
  TRANSFORM_INSTANCE_TYPES,
} from '../../../lambdas/core/monitor/schema/instance-types.ts';
import { hasLocalStorage } from '../../../lambdas/core/monitor/schema/local-storage.ts';
import localStorage from '../../account/services/sagemaker/reference/local-storage.json' with { type: 'json' };

it('the instances with local disks are those of EC2', () => {
  const { with: local, without } = localStorage;
  expect([local.length > 50, without.length > 100]).toEqual([true, true]);
  expect(local.filter((type) => !hasLocalStorage(type))).toEqual([]);
  expect(without.filter(hasLocalStorage)).toEqual([]);
  // Those of which nothing is known are not refused.
  const known = new Set([...local, ...without]);
  const unknown = [...TRAINING_INSTANCE_TYPES, ...TRANSFORM_INSTANCE_TYPES].filter((type) => !known.has(type));
  expect(unknown.filter(hasLocalStorage)).toEqual([]);
});
