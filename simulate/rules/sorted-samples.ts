import { countBelow } from '../../lambdas/core/statistics/count-below.ts';

/** The numbers of several columns that are there, in ascending order. */
export function sortedNumbers(columns: Iterable<Float64Array>): Float64Array {
  const all = Array.from(columns);
  const sorted = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const numbers of all) {
    for (let i = 0; i < numbers.length; i++) if (!Number.isNaN(numbers[i])) sorted[length++] = numbers[i];
  }
  return sorted.slice(0, length).sort();
}

/** Between two sorted samples: the Kolmogorov-Smirnov statistic and the first Wasserstein distance. NaN where one is empty. */
export function compareSorted(a: Float64Array, b: Float64Array): { readonly ks: number; readonly wasserstein: number } {
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return { ks: Number.NaN, wasserstein: Number.NaN };
  let i = 0;
  let j = 0;
  let ks = 0;
  let wasserstein = 0;
  let value = a[0] <= b[0] ? a[0] : b[0];
  while (true) {
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    const difference = Math.abs(i / n - j / m);
    if (difference > ks) ks = difference;
    if (i === n && j === m) return { ks, wasserstein };
    const next = i < n && (j === m || a[i] <= b[j]) ? a[i] : b[j];
    wasserstein += difference * (next - value);
    value = next;
  }
}

/** How many numbers lie in each bin: below the first edge, between edges (the lower one belongs to it), from the last one on. */
export function countBins(numbers: ArrayLike<number>, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isNaN(numbers[i])) counts[countBelow(edges, numbers[i], true)]++;
  }
  return counts;
}
