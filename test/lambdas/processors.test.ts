import { expect, it } from 'vitest';
import { processorsOf } from '../../lambdas/runtime/processors.ts';

it.each([
  // A function with little memory shows two processors, of which it has a share.
  [512, 2, 1],
  [2048, 2, 1],
  [3537, 2, 1],
  [3538, 3, 2],
  [10_240, 6, 5],
  [10_240, 4, 4],
])('%i MB of memory with %i processors shown are %i', (memory, shown, processors) => {
  expect(processorsOf(memory, shown)).toBe(processors);
});
