import * as z from 'zod';
import { type ApprovalAnswer, NoPendingApprovalError } from '../../../core/ports.ts';
import { hasEnded, processSchema, thisProcess } from '../process-identity.ts';
import type { Records } from './records.ts';

/** With the process that waits. */
const waitingSchema = processSchema.extend({
  execution: z.string(),
  /** Milliseconds since the epoch; null: without limit. */
  until: z.number().nullable(),
  state: z.enum(['waiting', 'answered', 'over']),
  answer: z.object({ approved: z.boolean(), note: z.string() }).nullable(),
});

/** Passes answers from other processes to executions that wait for approval, through the store. */
export class ApprovalAnswers {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /** Records that an execution of this process waits. */
  async open(token: string, { execution, until }: { execution: string; until: number | null }): Promise<void> {
    const waiting = { execution, until, ...thisProcess(), state: 'waiting', answer: null };
    await this.#records.create('answers', token, waiting);
  }

  /** The answer; null while there is none. */
  async read(token: string): Promise<ApprovalAnswer | null> {
    return (await this.#records.read('answers', token, waitingSchema))?.answer ?? null;
  }

  /** Records that no execution waits any more; an answer that was given stays. */
  async close(token: string): Promise<void> {
    await this.#records.change('answers', token, waitingSchema, (before) =>
      before.state === 'waiting' ? { ...before, state: 'over' } : null,
    );
  }

  /** @throws NoPendingApprovalError */
  async give(token: string, answer: ApprovalAnswer, now: number): Promise<void> {
    let why: string | undefined;
    const given = await this.#records.change('answers', token, waitingSchema, (before) => {
      if (before.state !== 'waiting' || (before.until !== null && before.until <= now)) return null;
      if (hasEnded(before)) {
        why = `the process ${before.pid} that waited for this answer has ended: request another retraining`;
        return null;
      }
      return { ...before, state: 'answered', answer };
    });
    if (!given) throw new NoPendingApprovalError(why);
  }
}
