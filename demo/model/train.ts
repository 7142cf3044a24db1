/** Training: the same data, labels and seed give the same model on every machine. */
import type { FlightFeatures } from '../flights.ts';
import { hash32 } from '../random.ts';
import { binFeatures, FEATURES, learnEncoding } from './encoding.ts';
import { addTree, type DelayModel, MODEL_VERSION } from './model.ts';
import { growTree } from './tree.ts';

export interface TrainingOptions {
  /** @default 1 */
  readonly seed?: number;
  /** @default 80 */
  readonly trees?: number;
  /** Splits between the root and a leaf. @default 5 */
  readonly depth?: number;
  /** Share of a tree's step that is taken. @default 0.15 */
  readonly learningRate?: number;
  /** Share of the rows each tree is grown on, drawn anew for every tree (stochastic gradient boosting). @default 0.5 */
  readonly rowShare?: number;
  /** Called after each tree. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** There is nothing to learn from: no rows, one class only, or rows and labels that do not pair. */
export class TrainingDataError extends Error {
  override readonly name = 'TrainingDataError';
}

/**
 * Trains a classifier on flights and labels (1 = positive, 0 = negative), one label a row.
 * @throws TrainingDataError when rows and labels differ in number, a label is neither 0 nor 1, or only one class occurs
 */
export function train(flights: FlightFeatures, labels: ArrayLike<number>, options: TrainingOptions = {}): DelayModel {
  const { seed = 1, trees = 80, depth = 5, learningRate = 0.15, rowShare = 0.5, onProgress } = options;
  const positives = countPositives(flights.rows, labels);
  const baseLogOdds = Math.log(positives / (flights.rows - positives));
  const encoding = learnEncoding(flights, labels);
  const bins = binFeatures(encoding, flights);
  const logOdds = new Float64Array(flights.rows).fill(baseLogOdds);
  const sample = {
    bins: new Uint8Array(bins.length),
    gradients: new Float64Array(flights.rows),
    hessians: new Float64Array(flights.rows),
  };
  const grown = [];
  for (let index = 0; index < trees; index++) {
    const rows = drawRows(bins, logOdds, labels, hash32(seed, index), rowShare, sample);
    const tree = growTree({ ...sample, rows }, depth, learningRate);
    addTree(tree, depth, bins, logOdds);
    grown.push(tree);
    onProgress?.(index + 1, trees);
  }
  return { version: MODEL_VERSION, trainedRows: flights.rows, baseLogOdds, depth, encoding, trees: grown };
}

function countPositives(rows: number, labels: ArrayLike<number>): number {
  if (labels.length !== rows)
    throw new TrainingDataError(`${rows} rows have ${labels.length} labels: one a row is needed`);
  let positives = 0;
  for (let row = 0; row < rows; row++) {
    if (labels[row] !== 0 && labels[row] !== 1) {
      throw new TrainingDataError(`the label of row ${row} is ${labels[row]}: 0 and 1 are accepted`);
    }
    positives += labels[row];
  }
  if (positives === 0 || positives === rows) {
    throw new TrainingDataError(`${positives} of ${rows} labels are 1: both classes are needed`);
  }
  return positives;
}

interface Sample {
  readonly bins: Uint8Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Copies a seeded share of the rows, with the derivatives of their log loss, to the front of `sample`; returns how many. */
function drawRows(
  bins: Uint8Array,
  logOdds: Float64Array,
  labels: ArrayLike<number>,
  seed: number,
  share: number,
  sample: Sample,
): number {
  const width = FEATURES.length;
  const limit = share * 0x1_0000_0000;
  let rows = 0;
  for (let row = 0; row < logOdds.length; row++) {
    if (hash32(seed, row) >= limit) continue;
    const probability = 1 / (1 + Math.exp(-logOdds[row]));
    sample.gradients[rows] = probability - labels[row];
    sample.hessians[rows] = probability * (1 - probability);
    for (let feature = 0; feature < width; feature++) sample.bins[rows * width + feature] = bins[row * width + feature];
    rows++;
  }
  return rows;
}
