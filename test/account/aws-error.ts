/** A service refuses a request: what the caller sees on the wire as the error's code, message and HTTP status. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * A request needs something that the test account does not imitate. Never answered quietly: a test must not pass because
 * a part of the template was skipped.
 */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}
