import type { RunContext } from '../context.ts';
import type { ObjectStore } from '../ports.ts';
import { countOf, formatBytes } from '../text/numbers.ts';

/** Milliseconds that a run keeps to start the run that continues it. */
const RESERVE = 30_000;
/** Milliseconds that it keeps for each measured window, to save and publish its result. */
const CONCLUDING = 1_000;
/** The next window may take this many times as long as the longest before it. */
const VARIATION = 1.5;

/** A window needs more time than the run has left. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}

/** The time of a run that has an end: whether there is enough for another window. It stops reading a window that takes too long. */
export class RunTime {
  readonly #timeLeft: () => number;
  #longest = 0;
  #tried = 0;
  #waiting = 0;

  /** @param timeLeft Milliseconds until the run ends. */
  constructor(timeLeft: () => number) {
    this.#timeLeft = timeLeft;
  }

  /** Whether no window was tried before. No other run would have more time for this one. */
  get isFresh(): boolean {
    return this.#tried === 0;
  }

  /** Whether there is time for another window. A fresh run always tries one. */
  get isEnough(): boolean {
    return this.isFresh || this.spare > VARIATION * this.#longest;
  }

  /** How many windows to measure together: one in a fresh run, to see how long it takes, and then as many as there is time for. */
  get room(): number {
    if (this.isFresh) return 1;
    return Math.max(1, Math.floor(this.spare / (VARIATION * this.#longest + CONCLUDING)));
  }

  /** Milliseconds until only the time to conclude what was measured is left. */
  get spare(): number {
    return this.#timeLeft() - RESERVE - CONCLUDING * this.#waiting;
  }

  /**
   * Measures windows together.
   *
   * @throws OutOfTimeError while it reads, when only the time to conclude the windows before is left
   */
  async measure<T>(context: RunContext, windows: number, work: (context: RunContext) => Promise<T>): Promise<T> {
    const before = this.#timeLeft();
    let bytes = 0;
    const onBytes = (count: number) => {
      bytes += count;
      if (this.spare > 0) return;
      const minutes = countOf(Math.round((before - this.#timeLeft()) / 60_000), 'minute');
      throw new OutOfTimeError(
        `${formatBytes(bytes)} were read in ${minutes}, and more was left when the run had to end`,
      );
    };
    try {
      return await work(withBytes(context, onBytes));
    } finally {
      this.#longest = Math.max(this.#longest, (before - this.#timeLeft()) / windows);
      this.#tried += windows;
      this.#waiting += windows;
    }
  }

  /** The measured windows are concluded and need no more time. */
  concluded(): void {
    this.#waiting = 0;
  }
}

/** The same context, which reports how many bytes of data are read. @param onBytes May throw what ends the reading. */
export function withBytes(context: RunContext, onBytes: (count: number) => void): RunContext {
  return { ...context, open: (uri) => countedLocation(context.open(uri), onBytes) };
}

type Place = ReturnType<RunContext['open']>;

/** The same place, which reports how many bytes of its data are read. */
function countedLocation(place: Place, onBytes: (count: number) => void): Place {
  const { store, prefix } = place;
  const counted: Pick<ObjectStore, 'stream' | 'slice'> = {
    async *stream(key) {
      for await (const bytes of store.stream(key)) {
        onBytes(bytes.length);
        yield bytes;
      }
    },
    async slice(key, start, end) {
      onBytes(end - start);
      return store.slice(key, start, end);
    },
  };
  return {
    prefix,
    uriOf: (key) => place.uriOf(key),
    store: {
      list: (below) => store.list(below),
      folders: (below) => store.folders(below),
      get: (key) => store.get(key),
      put: (key, bytes, condition) => store.put(key, bytes, condition),
      ...counted,
    },
  };
}
