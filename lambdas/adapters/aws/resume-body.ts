import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** The response to a read request: a body of `length` bytes of the version `etag` of an object. */
export interface OpenBody {
  readonly stream: Readable;
  readonly length: number;
  readonly etag: string;
}

/** How many times in a row a body may break without delivering a byte. */
const MAX_FRUITLESS = 4;
/** The first pause before another request, in milliseconds; it doubles each time. */
const FIRST_PAUSE = 50;

/**
 * All bytes of a body. When the connection breaks, ends early, or delivers nothing for `stallTimeout` milliseconds, `reopen`
 * requests the rest and reading continues there. The checksum of the whole is then not verified, because the SDK verifies only
 * whole responses. Closes the connection when the reader stops early.
 *
 * @param reopen Requests the bytes after the first `received` ones, of the same version.
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
    const stall = () => stream.destroy(new Error(`no bytes arrived for ${stallTimeout} ms`));
    // The timeout covers only waiting for the sender, never the reader's own work.
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
      // The bytes passed on so far are wrong, and reading only the rest again would hide that.
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

/** The SDK verifies the body of a whole object against its checksum in S3, and has no class for this error. */
function isWrongChecksum(error: unknown): boolean {
  return error instanceof Error && /checksum mismatch/i.test(error.message);
}
