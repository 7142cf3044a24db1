/** A monitor file cannot be written for this data. The message says why, and what would do. */
export class InitError extends Error {
  override readonly name = 'InitError';
}
