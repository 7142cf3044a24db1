import type { S3ClientConfig } from '@aws-sdk/client-s3';

export interface ClientOptions extends Pick<S3ClientConfig, 'region' | 'endpoint' | 'credentials'> {
  /**
   * How long a service may take to begin an answer before the request is sent again, milliseconds.
   * @default 30000
   */
  readonly requestTimeout?: number | undefined;
}

/** How often a request is sent before its failure is thrown. */
const MAX_ATTEMPTS = 5;
/** How long a connection may take, milliseconds. */
const CONNECTION_TIMEOUT = 5000;

/** Settings of a client that waits for nothing without end, so that a lost answer costs a retry and not the function's whole time. */
export function withTimeouts({ requestTimeout = 30_000, ...given }: ClientOptions) {
  return {
    ...given,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true },
  };
}
