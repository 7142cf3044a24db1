import { AwsError } from '../../aws-error.ts';

const MESSAGES = new Map([
  ['ThrottlingException', 'Rate exceeded'],
  [
    'ResourceLimitExceeded',
    "The account-level service limit 'ml.m5.xlarge for training job usage' is 0 Instances, with current utilization of 0 " +
      'Instances and a request delta of 1 Instances.',
  ],
]);

/** Refusals that a test orders: throttles, limits, failures of the service itself. */
export class Refusals {
  readonly #ordered = new Map<string, AwsError[]>();

  /** Refuses the next `count` calls of an action, such as `CreateTrainingJob`, with an error code. */
  next(action: string, code: string, count = 1): void {
    const status = code.startsWith('Internal') ? 500 : 400;
    const error = new AwsError(code, MESSAGES.get(code) ?? `${code}, as the test wants`, status);
    const ordered = this.#ordered.get(action) ?? [];
    this.#ordered.set(action, [...ordered, ...Array.from({ length: count }, () => error)]);
  }

  /** Orders no more refusals. */
  clear(): void {
    this.#ordered.clear();
  }

  /** @throws AwsError when the test has ordered it */
  take(action: string): void {
    const error = this.#ordered.get(action)?.shift();
    if (error !== undefined) throw error;
  }
}
