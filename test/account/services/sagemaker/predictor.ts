import type { Model } from './models.ts';
import type { JobFailure } from './plan.ts';

/**
 * What a model's container answers to one request of a transform job.
 *
 * @returns the answer's body, or a failure
 */
export type Predictor = (model: Model, request: string) => string | JobFailure;
