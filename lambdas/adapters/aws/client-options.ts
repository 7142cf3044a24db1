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

/** Client options with timeouts: a lost response costs one retry, not the function's timeout. */
export function withTimeouts({ requestTimeout = 30_000, ...given }: ClientOptions) {
  return {
    ...given,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true },
  };
}
