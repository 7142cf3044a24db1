/** How long the machine waits for what, and how often it tries: the lease of the lock has to outlast it. */

/** Attempts at a training job where there is no capacity for one, and the wait between them. */
export const TRAINING_ATTEMPTS = 4;
export const CAPACITY_WAIT_SECONDS = 900;

/** A transform job has no limit of its own. */
export const SCORING_TIMEOUT_SECONDS = 4 * 3600;
/** Attempts at a transform job, the first one included. */
export const SCORING_ATTEMPTS = 3;

/** Between two looks at an endpoint that is being updated. */
export const POLL_SECONDS = 60;
