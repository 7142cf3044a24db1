import { setTimeout as really } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../lambdas/states-language/virtual-time.ts';

const never = new AbortController().signal;

describe('virtual time', () => {
  it('advances to the next timer when all tasks wait', async () => {
    const time = new VirtualTime(1000);
    const woken: [string, number][] = [];
    const sleeper = async (name: string, milliseconds: number) => {
      await time.sleep(milliseconds, never);
      woken.push([name, time.now()]);
    };

    await Promise.all([sleeper('week', 604_800_000), sleeper('second', 1000), sleeper('hour', 3_600_000)]);

    expect(woken).toEqual([
      ['second', 2000],
      ['hour', 3_601_000],
      ['week', 604_801_000],
    ]);
  });

  it('stands still while a task runs', async () => {
    const time = new VirtualTime(0);
    const waiting = time.sleep(10, never);
    const working = time.during(async () => {
      await really(20);
      return time.now();
    });

    expect(await working).toBe(0);
    await waiting;
    expect(time.now()).toBe(10);
  });

  it('drops a timer that no task waits for any more', async () => {
    const time = new VirtualTime(0);
    const controller = new AbortController();
    const waiting = time.sleep(5000, controller.signal);
    controller.abort(new Error('enough'));

    await expect(waiting).rejects.toThrow('enough');
    await time.sleep(7000, never);

    expect(time.now()).toBe(7000);
    await expect(time.sleep(1, controller.signal)).rejects.toThrow('enough');
  });

  it('moves forward, never back', () => {
    const time = new VirtualTime(100);
    time.advanceTo(50);
    expect(time.now()).toBe(100);
    time.advanceTo(150);
    expect(time.now()).toBe(150);
  });
});
