/** How a job's work ended badly. */
export interface JobFailure {
  /** What follows `AlgorithmError: ` in the job's reason. */
  readonly failure: string;
}

/** How long a job takes and what goes wrong around it, in virtual time. */
export interface JobPlan {
  /** Milliseconds until the machines are there. @default two minutes */
  readonly startup?: number;
  /** Milliseconds of work. @default ten minutes */
  readonly duration?: number;
  /** The machines never come: the job fails at the end of `startup` with this reason. */
  readonly failsToStart?: string;
  /** The job fails after its work with this reason, such as {@link INTERNAL_ERROR}. */
  readonly fails?: string;
  /** Spot machines taken away, one after the other; the work begins again each time. Milliseconds. @default none */
  readonly interruptions?: readonly { readonly after: number; readonly wait: number }[];
}

export const DEFAULT_STARTUP = 2 * 60_000;
export const DEFAULT_DURATION = 10 * 60_000;

/** Reasons as SageMaker words them. */
export const CAPACITY_ERROR =
  'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type or after some time.';
export const INTERNAL_ERROR = 'InternalServerError: We encountered an internal error. Please try again.';

export function isFailure(outcome: unknown): outcome is JobFailure {
  return typeof outcome === 'object' && outcome !== null && 'failure' in outcome;
}
