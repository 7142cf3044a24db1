import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from './clock.ts';

describe('the virtual clock', () => {
  it('runs timers in the order of time, those of one instant in the order they were set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 })), async (times) => {
        const clock = new VirtualClock(0);
        const ran: [number, number][] = [];
        times.forEach((time, index) => {
          clock.at(time, async () => void ran.push([clock.now, index]));
        });
        await clock.advanceTo(20);
        const expected = times.map((time, index): [number, number] => [time, index]);
        expect(ran).toEqual(expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
        expect(clock.now).toBe(20);
      }),
    );
  });

  it('runs timers that are set while it advances, and none that lie after the end', async () => {
    const clock = new VirtualClock(100);
    const ran: number[] = [];
    const again = async () => {
      ran.push(clock.now);
      clock.at(clock.now + 10, again);
    };
    clock.at(105, again);
    await clock.advanceTo(125);
    expect(ran).toEqual([105, 115, 125]);
    await clock.advanceTo(134);
    expect(ran).toHaveLength(3);
    expect(clock.now).toBe(134);
  });

  it('runs the events of its sources before the timers of the same instant', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    clock.follow({
      nextTime: (now) => Math.floor(now / 10) * 10 + 10,
      run: async (now) => void ran.push(`source ${now}`),
    });
    clock.at(20, async () => void ran.push('timer 20'));
    await clock.advanceTo(20);
    expect(ran).toEqual(['source 10', 'source 20', 'timer 20']);
    await clock.advanceTo(30);
    expect(ran).toEqual(['source 10', 'source 20', 'timer 20', 'source 30']);
  });

  it('stands still until all work of an instant has ended', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    let work: Promise<void> | undefined;
    clock.waitFor(async () => {
      await work;
    });
    const begin = async () => {
      // Goes on after the timer is done, and sets the next one only then.
      work = new Promise((resolve) => setTimeout(resolve, 1)).then(() => {
        ran.push(`ended at ${clock.now}`);
        if (clock.now < 20) clock.at(clock.now + 5, begin);
      });
    };
    clock.at(10, begin);
    clock.at(30, async () => void ran.push('timer 30'));
    await clock.advanceTo(20);
    expect(ran).toEqual(['ended at 10', 'ended at 15', 'ended at 20']);
  });

  it('refuses to go back, and refuses a second advance while one runs', async () => {
    const clock = new VirtualClock(10);
    await expect(clock.advanceTo(9)).rejects.toThrow(RangeError);
    await expect(clock.advanceTo(Number.NaN)).rejects.toThrow(RangeError);
    clock.at(11, () => clock.advanceTo(12));
    await expect(clock.advanceTo(13)).rejects.toThrow(/await the first advance/);
  });

  it('can be advanced again after a timer that threw', async () => {
    const clock = new VirtualClock(0);
    clock.at(5, () => Promise.reject(new Error('broken')));
    await expect(clock.advanceTo(10)).rejects.toThrow('broken');
    expect(clock.now).toBe(5);
    await clock.advanceTo(10);
    expect(clock.now).toBe(10);
  });
});
