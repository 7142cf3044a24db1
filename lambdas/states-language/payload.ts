import { StatesError } from './errors.ts';

/** Bytes of JSON that a state may take, give or assign. */
const MAX_PAYLOAD_BYTES = 262_144;

/** @throws StatesError States.DataLimitExceeded */
export function checkPayload(value: unknown, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > MAX_PAYLOAD_BYTES)
    throw new StatesError(
      'States.DataLimitExceeded',
      `the ${what} has ${bytes} bytes of JSON; at most ${MAX_PAYLOAD_BYTES} are passed on: pass the key of an object instead`,
    );
}
