import { expect, test } from 'vitest';
import { OFFSET_SHARE, SPANS } from '../../../../lambdas/core/drift/movement/spans.ts';

test('the tests of one shift spend its chance of a false alarm once', () => {
  const spent = SPANS.reduce((sum, { share, stepShare }) => sum + share + stepShare, OFFSET_SHARE);
  expect(spent).toBeCloseTo(1, 12);
});

test('from three windows on, one is left out of the mean', () => {
  expect(SPANS.map(({ windows, used }) => [windows, used])).toEqual([
    [1, 1],
    [2, 2],
    [3, 2],
    [5, 4],
    [7, 6],
    [14, 13],
    [28, 27],
  ]);
  // Of movement that does not last, a mean of so many windows has as small a part.
  for (const { used, variances } of SPANS) expect(variances[1]).toBeCloseTo(1 / used, 12);
});
