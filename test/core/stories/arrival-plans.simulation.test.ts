import { it } from 'vitest';
import { expectSameEnds } from './arrival-plans.ts';

/** A minute and a half of one core: `npm run test:simulations -- arrival-plans`; with `FC_SEED=random` other plans. */
it('labels that arrive in any order end as all of them at once: ten thousand plans', {
  timeout: 30 * 60_000,
}, async () => {
  await expectSameEnds(10_000);
});
