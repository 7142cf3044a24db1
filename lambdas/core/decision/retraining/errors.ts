/** A retraining cannot go on, and would not the next time either. */
export class RetrainingError extends Error {
  override readonly name = 'RetrainingError';
}
