import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** The answer to a read request: a body of `length` bytes of the version `etag` of an object. */
export interface OpenBody {
  readonly stream: Readable;
  readonly length: number;
  readonly etag: string;
}

/** How many times in a row a body may break without having delivered a byte. */
const MAX_FRUITLESS = 4;
/** First pause before asking again, milliseconds; it doubles. */
const FIRST_PAUSE = 50;

/**
 * The bytes of a body, to its last. When the connection breaks, ends early, or delivers nothing for `stallTimeout`
 * milliseconds, `reopen` is asked for the rest and reading goes on there: a checksum of the whole is then no longer checked,
 * because the SDK checks whole answers only. Closes the connection when the reader stops early.
 *
 * @param reopen Asks for what follows the first `received` bytes, of the same version.
 */
export async function* resumeBody(
  first: OpenBody,
  reopen: (received: number) => Promise<OpenBody>,
  stallTimeout: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let body = first;
  let received = 0;
  let fruitless = 0;
  while (true) {
    const { stream } = body;
    const stall = () => stream.destroy(new Error(`no bytes came for ${stallTimeout} ms`));
    // Only waiting for the sender is measured, never the reader's own work.
    let timer = setTimeout(stall, stallTimeout);
    let failure: unknown = new Error('the body ended early');
    try {
      for await (const piece of stream as AsyncIterable<Uint8Array>) {
        clearTimeout(timer);
        received += piece.length;
        fruitless = 0;
        yield piece;
        timer = setTimeout(stall, stallTimeout);
      }
    } catch (error) {
      // What was handed on already is wrong: the rest alone would hide it.
      if (isWrongChecksum(error)) throw error;
      failure = error;
    } finally {
      clearTimeout(timer);
    }
    if (received >= first.length) return;
    if (++fruitless > MAX_FRUITLESS) {
      throw new Error(`the body broke ${fruitless} times at byte ${received} of ${first.length}`, { cause: failure });
    }
    await sleep(FIRST_PAUSE * 2 ** (fruitless - 1));
    body = await reopen(received);
  }
}

/** The SDK checks the body of a whole object against the checksum that S3 keeps of it, and has no class for this error. */
function isWrongChecksum(error: unknown): boolean {
  return error instanceof Error && /checksum mismatch/i.test(error.message);
}
