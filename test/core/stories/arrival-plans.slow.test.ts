import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectSameEnd, plans } from './arrival-plans.ts';

const PLANS = 10_000;

/** Minutes on one core: `npm run test:simulations -- arrival-plans`. `FC_SEED=random` tries other plans than the last time. */
it('labels that arrive in any order end as all of them at once: ten thousand plans', {
  timeout: 30 * 60_000,
}, async () => {
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
