/** The stored state document is not one this version can read. */
export class StateError extends Error {
  override readonly name = 'StateError';
}
