import { expect, it } from 'vitest';
import { fuzzOnce } from './fuzz.ts';
import { TARGETS } from './targets/table.ts';

const SEEDS = [1];
const INPUTS = 400;

it.each(TARGETS.map((target) => [target.name, target] as const))(
  'mutated inputs break no law: %s',
  async (_, target) => {
    for (const seed of SEEDS) {
      for (let input = 0; input < INPUTS; input++) {
        const finding = await fuzzOnce(target, seed, input);
        expect(finding?.error, `npm run fuzz -- --only ${target.name} --seed ${seed} --input ${input}`).toBeUndefined();
      }
    }
  },
);
