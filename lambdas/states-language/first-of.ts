/**
 * The result or error of the work that ends first. The signal of the others is then aborted, and their results are ignored.
 *
 * @param signal Stops waiting when aborted. @throws the reason of `signal`
 */
export async function firstOf<T>(
  signal: AbortSignal,
  ...works: readonly ((signal: AbortSignal) => Promise<T>)[]
): Promise<T> {
  signal.throwIfAborted();
  const decided = new AbortController();
  const inner = AbortSignal.any([signal, decided.signal]);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: decided.signal });
  });
  try {
    return await Promise.race([aborted, ...works.map((work) => work(inner))]);
  } finally {
    decided.abort();
  }
}
