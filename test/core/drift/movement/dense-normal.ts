import type { MovementModel } from '../../../../lambdas/core/drift/movement/movement-models.ts';

/** The model of one shift through the windows: x(i) = c + u(i) + e(i), with the covariances of all windows written out. */
export interface Process extends Pick<MovementModel, 'sd' | 'autocorrelation'> {
  /** Variance of c, which all windows share. */
  readonly levelVariance: number;
}

/** What was seen of a window: its effect, null where nothing was, and the standard error of e. */
export interface Seen {
  readonly effect: number | null;
  readonly error: number;
}

const covariance = ({ sd, autocorrelation, levelVariance }: Process, i: number, j: number) =>
  levelVariance + sd ** 2 * (i === j ? 1 : autocorrelation ** Math.abs(i - j));

/** Logarithm of the density of everything that was seen. */
export function logDensity(process: Process, windows: readonly Seen[]): number {
  const { known, factor } = factorise(process, windows);
  const white = solveLower(
    factor,
    known.map((i) => windows[i].effect!),
  );
  const logs = factor.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
  return -0.5 * (known.length * Math.log(2 * Math.PI) + white.reduce((sum, z) => sum + z * z, 0)) - logs;
}

/** What the mean of the next k windows is expected to be, without their own errors. */
export function predictMean(
  process: Process,
  windows: readonly Seen[],
  k: number,
): { readonly mean: number; readonly variance: number } {
  const { known, factor } = factorise(process, windows);
  const next = Array.from({ length: k }, (_, i) => windows.length + i);
  const average = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / k;
  const across = known.map((i) => average(next.map((j) => covariance(process, i, j))));
  const before = average(next.map((i) => average(next.map((j) => covariance(process, i, j)))));
  const [white, whiteAcross] = [known.map((i) => windows[i].effect!), across].map((right) => solveLower(factor, right));
  const dot = (other: readonly number[]) => whiteAcross.reduce((sum, z, i) => sum + z * other[i], 0);
  return { mean: dot(white), variance: before - dot(whiteAcross) };
}

/** Cholesky's factor of the covariances of the windows that were seen. */
function factorise(process: Process, windows: readonly Seen[]) {
  const known = [...windows.keys()].filter((i) => windows[i].effect !== null);
  const factor: number[][] = [];
  for (const [i, at] of known.entries()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let rest = covariance(process, at, known[j]) + (i === j ? windows[at].error ** 2 : 0);
      for (let k = 0; k < j; k++) rest -= row[k] * (i === j ? row : factor[j])[k];
      row.push(i === j ? Math.sqrt(rest) : rest / factor[j][j]);
    }
    factor.push(row);
  }
  return { known, factor };
}

function solveLower(factor: readonly number[][], right: readonly number[]): number[] {
  const solution: number[] = [];
  for (const [i, row] of factor.entries()) {
    solution.push((right[i] - solution.reduce((sum, z, j) => sum + row[j] * z, 0)) / row[i]);
  }
  return solution;
}
