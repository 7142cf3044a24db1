import { countBelow } from '../../lambdas/core/statistics/count-below.ts';

/** The numbers of several columns that are there, in ascending order. */
export function sortedNumbers(columns: Iterable<Float64Array>): Float64Array {
  const all = Array.from(columns, (numbers) => numbers.filter((value) => !Number.isNaN(value)));
  const sorted = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const numbers of all) {
    sorted.set(numbers, at);
    at += numbers.length;
  }
  return sorted.sort();
}

/** Between two sorted samples: the Kolmogorov-Smirnov statistic and the first Wasserstein distance. NaN where one is empty. */
export function compareSorted(a: Float64Array, b: Float64Array): { readonly ks: number; readonly wasserstein: number } {
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return { ks: Number.NaN, wasserstein: Number.NaN };
  let [i, j, ks, wasserstein] = [0, 0, 0, 0];
  while (i < n || j < m) {
    const value = i < n && (j === m || a[i] <= b[j]) ? a[i] : b[j];
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    const difference = Math.abs(i / n - j / m);
    if (difference > ks) ks = difference;
    if (i < n || j < m) {
      const next = i < n && (j === m || a[i] <= b[j]) ? a[i] : b[j];
      wasserstein += difference * (next - value);
    }
  }
  return { ks, wasserstein };
}

/** How many numbers lie in each bin: below the first edge, between edges (the lower one belongs to it), from the last one on. */
export function countBins(numbers: Iterable<number>, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (const value of numbers) {
    if (!Number.isNaN(value)) counts[countBelow(edges, value, true)]++;
  }
  return counts;
}
