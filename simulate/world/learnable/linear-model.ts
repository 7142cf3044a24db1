import * as z from 'zod';
import { NORMAL } from '../column-kinds.ts';

/** A logistic regression on features that have the mean 0 and the deviation 1. */
const modelSchema = z.object({ intercept: z.number(), weights: z.array(z.number()).readonly() });
export type LinearModel = Readonly<z.infer<typeof modelSchema>>;

export function standardised(feature: number): number {
  return (feature - NORMAL.mean) / NORMAL.deviation;
}

/** Logit of the probability that the label is 1. @param features as they stand in the data */
export function logitOf({ intercept, weights }: LinearModel, features: (index: number) => number): number {
  return weights.reduce((sum, weight, i) => sum + weight * standardised(features(i)), intercept);
}

export function formatModel(model: LinearModel): string {
  return `${JSON.stringify(model)}\n`;
}

export function parseModel(text: string): LinearModel {
  return modelSchema.parse(JSON.parse(text));
}
