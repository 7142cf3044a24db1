/**
 * Replaces `@smithy/core/event-streams` in the bundles. The AWS SDK imports it dynamically, so a bundler could not tree-shake other
 * modules of the SDK. Only a few operations stream events (of S3: SelectObjectContent), and no function calls one.
 */
function unavailable(): never {
  throw new Error('a bundled function cannot stream events');
}

/** The SDK creates one when such an operation is called. */
export class EventStreamSerde {
  constructor() {
    unavailable();
  }
}

/** The SDK calls this when a client is created, and uses the result when such an operation is called. */
export const eventStreamSerdeProvider = () => ({ serialize: unavailable, deserialize: unavailable });

export function resolveEventStreamSerdeConfig<T extends { eventStreamSerdeProvider: (options: T) => unknown }>(
  input: T,
) {
  return Object.assign(input, { eventStreamMarshaller: input.eventStreamSerdeProvider(input) });
}
