import type { Model } from './models.ts';

/** How a container leaves a request without an answer. */
export interface ContainerFailure {
  /** What the caller reads of it. */
  readonly failure: string;
  /** Its HTTP status, no answer within 60 seconds, or what is no HTTP response. @default 500 */
  readonly how?: number | 'timeout' | 'malformed';
}

/** What a container that serves does with one request: the body of its answer with status 200, or a failure. */
export type Container = (model: Model, request: string) => string | ContainerFailure;

/**
 * What SageMaker counts of a failure (its guide, "SageMaker AI endpoint invocation metrics"): a status in its own metric, and
 * everything that is not 2XX as a model error: statuses, broken connections, malformed responses, timeouts.
 */
export function errorsOf(failure: ContainerFailure | undefined): Readonly<Record<ErrorMetric, 0 | 1>> {
  const how = failure && (failure.how ?? 500);
  const isStatus = (hundreds: number) => (typeof how === 'number' && Math.floor(how / 100) === hundreds ? 1 : 0);
  return {
    Invocation4XXErrors: isStatus(4),
    Invocation5XXErrors: isStatus(5),
    InvocationModelErrors: how === undefined ? 0 : 1,
  };
}

type ErrorMetric = 'Invocation4XXErrors' | 'Invocation5XXErrors' | 'InvocationModelErrors';
