/** A retraining cannot continue, and repeating the step would not help. */
export class RetrainingError extends Error {
  override readonly name = 'RetrainingError';
}
