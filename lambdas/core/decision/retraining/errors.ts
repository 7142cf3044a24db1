/** A retraining cannot continue, and repeating the step would not help. */
export class RetrainingError extends Error {
  override readonly name = 'RetrainingError';
}

/** The named retraining does not exist. The message names the running one. */
export class UnknownRetrainingError extends Error {
  override readonly name = 'UnknownRetrainingError';
}
