import { expect, it } from 'vitest';
import { checkEndpoint, checkExchange } from './direct-reading.ts';

it.each([
  ['endpoint', checkEndpoint],
  ['exchange', checkExchange],
] as const)('thousands of files are read directly as by the general reader: %s', async (_, check) => {
  for (let seed = 0; seed < 2000; seed++) {
    await expect(check(seed), `seed ${seed}`).resolves.toBeUndefined();
  }
});
