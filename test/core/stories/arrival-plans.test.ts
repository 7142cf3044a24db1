import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectSameEnd, plans } from './arrival-plans.ts';

/** The slow suite tries ten thousand. */
const PLANS = 250;

it('labels that arrive in any order end as all of them at once, whatever runs die between', async () => {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      await expectSameEnd(plan);
      played++;
    }),
    { numRuns: PLANS },
  );
  expect(played).toBe(PLANS);
});
