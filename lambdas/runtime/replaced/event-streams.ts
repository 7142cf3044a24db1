/**
 * Stands in the bundles for `@smithy/core/event-streams`, which the AWS SDK imports dynamically: for its sake a bundler keeps
 * modules of the SDK whole that it would shake. Only a few operations stream events (of S3: SelectObjectContent), and no
 * function calls one.
 */
function unavailable(): never {
  throw new Error('a bundled function cannot stream events');
}

/** The SDK makes one when such an operation is called. */
export class EventStreamSerde {
  constructor() {
    unavailable();
  }
}

/** The SDK asks for this when a client is made, and uses the answer when such an operation is called. */
export const eventStreamSerdeProvider = () => ({ serialize: unavailable, deserialize: unavailable });

export function resolveEventStreamSerdeConfig<T extends { eventStreamSerdeProvider: (options: T) => unknown }>(
  input: T,
) {
  return Object.assign(input, { eventStreamMarshaller: input.eventStreamSerdeProvider(input) });
}
