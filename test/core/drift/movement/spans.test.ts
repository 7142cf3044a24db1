import { expect, test } from 'vitest';
import { OFFSET_SHARE, SPANS } from '../../../../lambdas/core/drift/movement/spans.ts';

test('the tests of one shift spend its chance of a false alarm once', () => {
  const spent = SPANS.reduce((sum, { share, stepShare }) => sum + share + stepShare, OFFSET_SHARE);
  expect(spent).toBeCloseTo(1, 12);
});
