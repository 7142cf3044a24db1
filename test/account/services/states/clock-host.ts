import type { StateMachineHost, TaskCall } from '../../../../lambdas/states-language/host.ts';
import type { VirtualClock } from '../../clock.ts';
import type { MapRuns } from './map-runs.ts';

export type RunTask = (resource: string, args: unknown, call: TaskCall) => Promise<unknown>;

/** The host of an execution on the virtual clock. */
export class ClockHost implements StateMachineHost {
  readonly runTask: RunTask;
  readonly random: () => number;
  readonly mapRuns: MapRuns;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock, random: () => number, runTask: RunTask, mapRuns: MapRuns) {
    this.#clock = clock;
    this.random = random;
    this.mapRuns = mapRuns;
    this.runTask = runTask;
  }

  now(): number {
    return this.#clock.now;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#clock.at(this.#clock.now + milliseconds, async () => resolve());
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}
