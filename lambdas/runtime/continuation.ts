import * as z from 'zod';

/** Where a run takes over from the one before it, which had no time for more windows. */
export interface Continuation {
  /** Start of the newest window that is left, milliseconds since the epoch. Newer ones were checked. */
  readonly upTo: number;
  /** Windows that the runs before could not check. They are tried once more, after all others. */
  readonly failed: readonly FailedBefore[];
}

export interface FailedBefore {
  readonly window: string;
  readonly error: string;
}

/** The same in an event. */
export const continuationSchema = z.strictObject({
  upTo: z.iso.datetime(),
  failed: z.array(z.strictObject({ window: z.string(), error: z.string() })),
});

/** An asynchronous event has room for a megabyte, and a message of a run for that of some windows. */
const MAX_ERROR = 500;

export function formatContinuation({ upTo, failed }: Continuation): z.infer<typeof continuationSchema> {
  return {
    upTo: new Date(upTo).toISOString(),
    failed: failed.map(({ window, error }) => ({ window, error: error.slice(0, MAX_ERROR) })),
  };
}

export function parseContinuation({ upTo, failed }: z.infer<typeof continuationSchema>): Continuation {
  return { upTo: Date.parse(upTo), failed };
}

/** Starts another run of this function with an event, and does not wait for it. */
export type ContinueRun = (event: object) => Promise<void>;
