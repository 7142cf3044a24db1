import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { formatDuration } from '../duration.ts';
import { type PlannedStep, STEPS, type StepId } from '../plan.ts';
import type { Session } from '../session.ts';

/** What a step has to tell, and possibly what later steps need. */
export interface Done {
  /** What was observed, one line. */
  readonly note: string;
}

/** Runs steps one after the other, and prints each with its duration and outcome. */
export class Steps {
  /** Those that were run, in order. */
  readonly ids: StepId[] = [];
  readonly #session: Pick<Session, 'time' | 'say' | 'signal'>;

  constructor(session: Pick<Session, 'time' | 'say' | 'signal'>) {
    this.#session = session;
  }

  /** An interruption ends the waiting for a step, not what the step has begun. @throws the step's error, or the signal's reason */
  async run<T extends Done>(id: StepId, work: () => Promise<T>): Promise<T> {
    const { time, say, signal } = this.#session;
    const { title, minutes }: PlannedStep = STEPS[id];
    signal?.throwIfAborted();
    this.ids.push(id);
    say(`${title}${minutes > 1 ? ` (about ${minutes} minutes)` : ''}`);
    const start = time.now();
    const took = () => formatDuration(time.now() - start);
    try {
      const done = await unlessAborted(work(), signal);
      say(`  ok, ${took()}: ${done.note}`);
      return done;
    } catch (error) {
      say(`  failed, ${took()}: ${errorMessage(error)}`);
      throw error;
    }
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
