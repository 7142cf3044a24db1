import { setTimeout as sleep } from 'node:timers/promises';

/** The longest time of a Node timer, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The clock of this machine, for a {@link StateMachineHost} in real time. */
export const REAL_TIME = {
  now: () => Date.now(),
  sleep: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    const end = Date.now() + milliseconds;
    for (let left = milliseconds; left > 0; left = end - Date.now())
      await sleep(Math.min(left, LONGEST_TIMER), undefined, { signal });
  },
};
