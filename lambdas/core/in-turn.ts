/**
 * The items of sequences, one sequence after another. The first items of the next few sequences are asked for meanwhile,
 * so that one that is slow to begin has begun when its turn comes.
 *
 * @param ahead How many sequences are begun besides the one in turn.
 */
export async function* inTurn<T>(sequences: readonly (() => AsyncIterable<T>)[], ahead: number): AsyncGenerator<T> {
  const begun: Begun<T>[] = [];
  try {
    for (let i = 0; i < sequences.length; i++) {
      while (begun.length <= ahead && i + begun.length < sequences.length)
        begun.push(begin(sequences[i + begun.length]()));
      const { first, rest } = begun[0];
      for (let item = await first; item.done !== true; item = await rest.next()) yield item.value;
      begun.shift();
    }
  } finally {
    await Promise.all(begun.map(end));
  }
}

export interface Begun<T> {
  readonly first: Promise<IteratorResult<T>>;
  readonly rest: AsyncIterator<T>;
}

/** Asks for the first item of a sequence. */
export function begin<T>(sequence: AsyncIterable<T>): Begun<T> {
  const rest = sequence[Symbol.asyncIterator]();
  const first = rest.next();
  // Thrown in its turn, if that comes.
  first.catch(() => {});
  return { first, rest };
}

/** Ends a sequence early. Whether it then fails does not matter: its items are not wanted any more. */
export async function end({ rest }: Begun<unknown>): Promise<void> {
  await rest.return?.().catch(() => {});
}
