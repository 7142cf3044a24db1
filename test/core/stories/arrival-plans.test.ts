import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectSameEnd, plans } from './arrival-plans.ts';

/** `PLANS=10000` tries as many; the slow suite does. */
const numRuns = Number(process.env['PLANS'] ?? 300);

it('labels that arrive in any order end as all of them at once, whatever runs die between', async () => {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      await expectSameEnd(plan);
      played++;
    }),
    { numRuns },
  );
  expect(played).toBe(numRuns);
});
