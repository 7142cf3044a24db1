import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { REAL_TIME } from '../../lambdas/states-language/real-time.ts';

describe('real time', () => {
  it('passes by the clock of this machine', async () => {
    const before = REAL_TIME.now();
    await REAL_TIME.sleep(5, new AbortController().signal);
    expect(REAL_TIME.now()).toBeGreaterThanOrEqual(before + 5);
  });

  it('can be longer than a timer of Node, which would fire at once', async () => {
    const stop = new AbortController();
    const long = REAL_TIME.sleep(2 ** 32, stop.signal).then(
      () => 'over',
      () => 'stopped',
    );
    expect(await Promise.race([long, pause(50, 'waiting')])).toBe('waiting');
    stop.abort();
    expect(await long).toBe('stopped');
  });
});
