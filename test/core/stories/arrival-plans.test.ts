import { it } from 'vitest';
import { expectSameEnds } from './arrival-plans.ts';

it('labels that arrive in any order end as all of them at once, whatever runs die between', async () => {
  await expectSameEnds(250);
});
