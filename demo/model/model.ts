/**
 * The demo's model: gradient-boosted decision trees on binned features for the probability of one class (Friedman 2001,
 * "Greedy function approximation: a gradient boosting machine"; second-order leaves as in Chen & Guestrin 2016, XGBoost).
 * A model is plain JSON.
 */
import type { FlightFeatures } from '../flights.ts';
import { binFeatures, type Encoding, FEATURES } from './encoding.ts';

export const MODEL_VERSION = 1;

/**
 * One tree of fixed depth, complete and in heap order: node i has the children 2i+1 and 2i+2. A row goes right when the bin
 * of `features[i]` is above `bins[i]`. The last level holds the leaves.
 */
export interface Tree {
  readonly features: readonly number[];
  readonly bins: readonly number[];
  /** What each leaf adds to the log odds, from left to right. */
  readonly leaves: readonly number[];
}

export interface DelayModel {
  readonly version: typeof MODEL_VERSION;
  /** Flights it was trained on. */
  readonly trainedRows: number;
  /** Log odds every flight starts from. */
  readonly baseLogOdds: number;
  readonly depth: number;
  readonly encoding: Encoding;
  readonly trees: readonly Tree[];
}

/** A text is not a model this program can use. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}

/** The probability of the positive class for each row, in [0, 1]. */
export function score(model: DelayModel, flights: FlightFeatures): Float64Array {
  const bins = binFeatures(model.encoding, flights);
  const probabilities = new Float64Array(flights.rows).fill(model.baseLogOdds);
  for (const tree of model.trees) addTree(tree, model.depth, bins, probabilities);
  for (let row = 0; row < flights.rows; row++) probabilities[row] = 1 / (1 + Math.exp(-probabilities[row]));
  return probabilities;
}

/** Adds a tree's leaves to the log odds of every row. `bins` is row-major, one byte a feature. */
export function addTree(tree: Tree, depth: number, bins: Uint8Array, logOdds: Float64Array): void {
  const width = FEATURES.length;
  const features = Uint8Array.from(tree.features);
  const limits = Uint8Array.from(tree.bins);
  const leaves = Float64Array.from(tree.leaves);
  const firstLeaf = leaves.length - 1;
  for (let row = 0, at = 0; row < logOdds.length; row++, at += width) {
    let node = 0;
    for (let level = 0; level < depth; level++) {
      node = 2 * node + (bins[at + features[node]] > limits[node] ? 2 : 1);
    }
    logOdds[row] += leaves[node - firstLeaf];
  }
}

/** The model as JSON text; {@link parseModel} reads it back to the same scores. */
export function formatModel(model: DelayModel): string {
  return `${JSON.stringify(model)}\n`;
}

/** Reads a model written by {@link formatModel}. Throws {@link ModelFormatError}. */
export function parseModel(text: string): DelayModel {
  let model: DelayModel;
  try {
    model = JSON.parse(text);
  } catch (cause) {
    throw new ModelFormatError('the model is not JSON', { cause });
  }
  if (model?.version !== MODEL_VERSION) {
    throw new ModelFormatError(
      `the model's version is ${JSON.stringify(model?.version)}: this program reads ${MODEL_VERSION}`,
    );
  }
  return model;
}
