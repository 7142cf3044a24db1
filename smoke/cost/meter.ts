import type { Usage } from './cost.ts';

interface Running {
  readonly what: string;
  readonly instanceType: string;
  readonly since: number;
}

/** Measures the instances of a run: endpoints while they exist, jobs when they are over. */
export class Meter {
  readonly #done: Usage[] = [];
  readonly #running = new Map<string, Running>();

  /** An instance starts to cost money. @param now Milliseconds since the epoch. */
  start(what: string, instanceType: string, now: number): void {
    if (!this.#running.has(what)) this.#running.set(what, { what, instanceType, since: now });
  }

  /** It no longer does. */
  stop(what: string, now: number): void {
    const running = this.#running.get(what);
    if (running === undefined) return;
    this.#running.delete(what);
    this.add({ what, instanceType: running.instanceType, duration: now - running.since });
  }

  add(usage: Usage): void {
    this.#done.push(usage);
  }

  /** What still runs, such as an endpoint that was kept. */
  get running(): readonly { readonly what: string; readonly instanceType: string }[] {
    return [...this.#running.values()];
  }

  /** Everything up to now. */
  usages(now: number): Usage[] {
    const running = [...this.#running.values()].map(({ what, instanceType, since }) => ({
      what,
      instanceType,
      duration: now - since,
    }));
    return [...this.#done, ...running];
  }
}
