import type { RunContext } from '../../../lambdas/core/context.ts';
import { stateKey } from '../../../lambdas/core/decision/state-store.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import type { StoryFixture } from './story-fixture.ts';

/** What a run needs to be started in. */
type WatchedFixture = Pick<StoryFixture, 'at' | 'monitor'>;

/**
 * A run that dies at its n-th operation on the outside world: a write, a publication of metrics, an alert. It dies before
 * the operation has happened, or after it, when only the answer is lost; nothing it would do afterwards happens.
 */
export class CrashingRun {
  readonly #fixture: WatchedFixture;
  readonly #fatal: number;
  readonly #moment: 'before' | 'after';
  #operations = 0;
  /** The operation of the crash. */
  last = '';
  /** Whether at the crash an alert was sent, and metrics were published, without being marked so in the state. */
  sentUnmarked = false;
  publishedUnmarked = false;

  constructor(fixture: WatchedFixture, fatal: number, moment: 'before' | 'after') {
    this.#fixture = fixture;
    this.#fatal = fatal;
    this.#moment = moment;
  }

  /** For {@link StoryFixture.at}. */
  changes(): Partial<RunContext> {
    const inner = this.#fixture.at(0);
    const state = stateKey(this.#fixture.monitor.name);
    const store = inner.results;
    const results: ObjectStore = {
      list: (prefix) => store.list(prefix),
      folders: (prefix) => store.folders(prefix),
      get: (key) => store.get(key),
      stream: (key) => store.stream(key),
      slice: (key, start, end) => store.slice(key, start, end),
      put: (key, bytes, condition) =>
        this.#operate(`write of ${key}`, async () => {
          const written = await store.put(key, bytes, condition);
          if (key === state) this.sentUnmarked = this.publishedUnmarked = false;
          return written;
        }),
    };
    return {
      runId: 'crashing',
      results,
      metrics: {
        publish: (points) =>
          this.#operate('metrics', async () => {
            await inner.metrics.publish(points);
            this.publishedUnmarked = true;
          }),
      },
      alerts: {
        send: (alert) =>
          this.#operate(`alert ${alert.kind}`, async () => {
            await inner.alerts.send(alert);
            this.sentUnmarked = true;
          }),
      },
    };
  }

  async #operate<T>(name: string, operation: () => Promise<T>): Promise<T> {
    const isFatal = ++this.#operations === this.#fatal;
    if (isFatal) this.last = `${name} (operation ${this.#operations})`;
    if (this.#operations > this.#fatal) throw new Error('this run is dead');
    const crash = new Error(`crash at operation ${this.#fatal}`);
    if (isFatal && this.#moment === 'before') throw crash;
    const outcome = await operation();
    if (isFatal) throw crash;
    return outcome;
  }
}
