/** Growing one tree, level by level, from histograms of the loss's derivatives. */
import { FEATURES } from './encoding.ts';
import type { Tree } from './model.ts';

/** Bins a feature can have. */
const STRIDE = 256;
const WIDTH = FEATURES.length;
const NODE = STRIDE * WIDTH;

/** Added to the sum of second derivatives of a leaf: shrinks the leaves of few flights. */
const RIDGE = 10;
/** A child needs at least this sum of second derivatives, about 250 flights at a rate of 0.2. */
const MINIMUM_HESSIAN = 40;

/** Rows to grow a tree on: bins (row-major) and the first and second derivatives of the loss by log odds. */
export interface TreeRows {
  readonly rows: number;
  readonly bins: Uint8Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Grows a complete tree. A node with no useful split sends every row left (bin 255 is above none). */
export function growTree(data: TreeRows, depth: number, learningRate: number): Tree {
  const firstLeaf = 2 ** depth - 1;
  const features = new Uint8Array(firstLeaf);
  const limits = new Uint8Array(firstLeaf).fill(STRIDE - 1);
  const nodes = new Uint16Array(data.rows);
  for (let level = 0; level < depth; level++) {
    const first = 2 ** level - 1;
    const histograms = collectHistograms(data, nodes, first, 2 ** level);
    for (let index = 0; index < 2 ** level; index++) {
      const split = findSplit(histograms, index * NODE);
      if (split === null) continue;
      features[first + index] = split.feature;
      limits[first + index] = split.bin;
    }
    descend(data, nodes, features, limits);
  }
  return {
    features: Array.from(features),
    bins: Array.from(limits),
    leaves: computeLeaves(data, nodes, firstLeaf, learningRate),
  };
}

/** Sums of the derivatives by node, feature and bin: at `(node * WIDTH + feature) * STRIDE + bin`. */
interface Histograms {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

function collectHistograms(data: TreeRows, nodes: Uint16Array, first: number, count: number): Histograms {
  const gradients = new Float64Array(count * NODE);
  const hessians = new Float64Array(count * NODE);
  for (let row = 0, at = 0; row < data.rows; row++) {
    const gradient = data.gradients[row];
    const hessian = data.hessians[row];
    let cell = (nodes[row] - first) * NODE;
    for (let feature = 0; feature < WIDTH; feature++, at++, cell += STRIDE) {
      const bin = cell + data.bins[at];
      gradients[bin] += gradient;
      hessians[bin] += hessian;
    }
  }
  return { gradients, hessians };
}

/** The split with the largest gain, GL²/(HL+λ) + GR²/(HR+λ) − G²/(H+λ), or null when none gains. */
function findSplit(histograms: Histograms, node: number): { feature: number; bin: number } | null {
  const { gradients, hessians } = histograms;
  let best: { feature: number; bin: number } | null = null;
  let bestGain = 1e-9;
  for (let feature = 0; feature < WIDTH; feature++) {
    const start = node + feature * STRIDE;
    let gradient = 0;
    let hessian = 0;
    for (let bin = 0; bin < STRIDE; bin++) {
      gradient += gradients[start + bin];
      hessian += hessians[start + bin];
    }
    const whole = gradient ** 2 / (hessian + RIDGE);
    let leftGradient = 0;
    let leftHessian = 0;
    for (let bin = 0; bin < STRIDE - 1; bin++) {
      leftGradient += gradients[start + bin];
      leftHessian += hessians[start + bin];
      const rightHessian = hessian - leftHessian;
      if (leftHessian < MINIMUM_HESSIAN) continue;
      if (rightHessian < MINIMUM_HESSIAN) break;
      const right = (gradient - leftGradient) ** 2 / (rightHessian + RIDGE);
      const gain = leftGradient ** 2 / (leftHessian + RIDGE) + right - whole;
      if (gain > bestGain) {
        bestGain = gain;
        best = { feature, bin };
      }
    }
  }
  return best;
}

/** Moves every row one level down. */
function descend(data: TreeRows, nodes: Uint16Array, features: Uint8Array, limits: Uint8Array): void {
  for (let row = 0, at = 0; row < data.rows; row++, at += WIDTH) {
    const node = nodes[row];
    nodes[row] = 2 * node + (data.bins[at + features[node]] > limits[node] ? 2 : 1);
  }
}

/** One Newton step a leaf: −G/(H+λ), times the learning rate. */
function computeLeaves(data: TreeRows, nodes: Uint16Array, firstLeaf: number, learningRate: number): number[] {
  const gradients = new Float64Array(firstLeaf + 1);
  const hessians = new Float64Array(firstLeaf + 1);
  for (let row = 0; row < data.rows; row++) {
    gradients[nodes[row] - firstLeaf] += data.gradients[row];
    hessians[nodes[row] - firstLeaf] += data.hessians[row];
  }
  return Array.from(gradients, (gradient, leaf) => (-learningRate * gradient) / (hessians[leaf] + RIDGE));
}
