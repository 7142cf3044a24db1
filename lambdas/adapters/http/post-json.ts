import { TargetError } from '../../core/delivery/event.ts';
import { printable } from '../../core/text/printable.ts';
import { isHttpsAddress } from './https-address.ts';

/** How long a receiver may take for its whole answer, in milliseconds. */
const TIMEOUT = 10_000;
/** How much of an answer is read, in bytes, and quoted, in characters. */
const MAX_READ = 2048;
const MAX_EXCERPT = 300;
/** Status codes that reject this event. Others are about the receiver, its address, its secret or its load, whatever the event. */
const REFUSALS: ReadonlySet<number> = new Set([400, 406, 409, 413, 415, 422]);

export interface JsonPost {
  /** Name of the receiver in messages: an address can contain a secret. */
  readonly receiver: string;
  /** Only `https:` addresses without credentials are posted to. */
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts that no message may quote. */
  readonly secrets: readonly string[];
}

/**
 * Posts JSON over HTTPS. Follows no redirect, because it would carry the body to another place.
 *
 * @throws TargetError when the answer is not 2xx, or none comes in time. An answer that a later attempt could change is not a refusal.
 */
export async function postJson({ receiver, url, body, headers, secrets }: JsonPost): Promise<void> {
  if (!isHttpsAddress(url)) {
    const message = `${receiver}: its address is not an https address without a user name and a password`;
    throw new TargetError(message, { refused: false });
  }
  let status: number;
  let answer: string;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'user-agent': 'driftwarden', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    status = response.status;
    answer = await excerptOf(response);
  } catch (error) {
    const message = `${receiver} cannot be reached: ${hide(describe(error), secrets)}`;
    throw new TargetError(message, { refused: false });
  }
  if (status >= 200 && status < 300) return;
  const isRefused = REFUSALS.has(status);
  const quoted = answer === '' ? '' : `: ${hide(answer, secrets)}`;
  throw new TargetError(
    `${receiver} answers ${status}${isRefused ? ', so it does not accept the event' : ''}${quoted}`,
    {
      refused: isRefused,
    },
  );
}

/** The beginning of an answer; the rest is not read. */
async function excerptOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_READ) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_READ).toString().trim();
}

/** The error of fetch itself says only that it failed. */
function describe(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT / 1000} seconds`;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}

/** Longer secrets first: a part of one would break it up. */
function hide(text: string, secrets: readonly string[]): string {
  const byLength = secrets.toSorted((a, b) => b.length - a.length);
  return printable(
    byLength.reduce((hidden, secret) => hidden.replaceAll(secret, '…'), text),
    MAX_EXCERPT,
  );
}
