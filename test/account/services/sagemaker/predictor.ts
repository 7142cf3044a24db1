import type { Model } from './models.ts';
import type { JobFailure } from './plan.ts';

/**
 * What a model's container answers to one request.
 *
 * @returns the answer's body, or a failure: an HTTP 500 of the container
 */
export type Predictor = (model: Model, request: string) => string | JobFailure;
