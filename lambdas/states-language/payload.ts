import { StatesError } from './errors.ts';

/** The largest input, output or assignment of a state, in bytes of JSON. */
const MAX_PAYLOAD_BYTES = 262_144;

/** @throws StatesError States.DataLimitExceeded */
export function checkPayload(value: unknown, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > MAX_PAYLOAD_BYTES)
    throw new StatesError(
      'States.DataLimitExceeded',
      `the ${what} has ${bytes} bytes of JSON; the limit is ${MAX_PAYLOAD_BYTES}: pass the key of an object instead`,
    );
}
