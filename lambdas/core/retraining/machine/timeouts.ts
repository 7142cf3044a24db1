/** The machine's timeouts and numbers of attempts. The lease of the lock must outlast them, see `lease.ts`. */

/** Attempts at a training job when capacity is missing, and the wait between them. */
export const TRAINING_ATTEMPTS = 4;
export const CAPACITY_WAIT_SECONDS = 900;

/** Transform jobs have no time limit of their own. */
export const SCORING_TIMEOUT_SECONDS = 4 * 3600;
/** Attempts at a transform job, including the first. */
export const SCORING_ATTEMPTS = 3;

/** Time between two polls of an endpoint that is being updated. */
export const POLL_SECONDS = 60;
