/**
 * Whichever of several works ends first, well or badly; the others' signal is then aborted and nobody waits for them.
 *
 * @param signal Ends the waiting from outside. @throws the reason of `signal`
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
