import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/** Poisson counts with a small mean, by inversion: one uniform number each. */
export function drawCounts(random: SeededRandom, rows: number, mean: number): Float64Array {
  const upTo: number[] = [];
  for (let count = 0, probability = Math.exp(-mean), sum = 0; sum < 1 - 1e-12; ) {
    sum += probability;
    upTo.push(sum);
    probability *= mean / ++count;
    // Rounding may keep the sum below the number drawn.
    if (count > 1000) break;
  }
  const counts = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = random.uniform();
    let count = 0;
    while (count < upTo.length - 1 && upTo[count] < at) count++;
    counts[row] = count;
  }
  return counts;
}
