import type { S3ClientConfig } from '@aws-sdk/client-s3';

export interface ClientOptions extends Pick<S3ClientConfig, 'region' | 'endpoint' | 'credentials'> {
  /**
   * How long a service may take to start its response before the request is retried, in milliseconds.
   * @default 30000
   */
  readonly requestTimeout?: number | undefined;
}

/** Number of attempts before the failure of a request is thrown. */
const MAX_ATTEMPTS = 5;
/** How long connecting may take, in milliseconds. */
const CONNECTION_TIMEOUT = 5000;

/** Client options with timeouts: a lost response costs one retry, not the function's timeout. */
export function withTimeouts({ requestTimeout = 30_000, ...given }: ClientOptions) {
  return {
    ...given,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true },
  };
}
