import { chiSquareSurvival } from '../../lambdas/core/statistics/chi-square.ts';

type Counts = ArrayLike<number>;

/** What an empty bin counts as in the usual population stability index. */
const PSI_FLOOR = 1e-4;

function totalOf(counts: Counts): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  return total;
}

/** Population stability index of two histograms of the same bins, as commonly done: Σ (q − p) ln(q / p). */
export function populationStabilityIndex(reference: Counts, current: Counts): number {
  const [n, m] = [totalOf(reference), totalOf(current)];
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    if (reference[i] === 0 && current[i] === 0) continue;
    const p = Math.max(PSI_FLOOR, reference[i] / n);
    const q = Math.max(PSI_FLOOR, current[i] / m);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

/** Jensen-Shannon distance of two histograms of the same bins, to the given base of the logarithm. */
export function jensenShannonDistance(reference: Counts, current: Counts, base: number): number {
  const [n, m] = [totalOf(reference), totalOf(current)];
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const [p, q] = [reference[i] / n, current[i] / m];
    const middle = (p + q) / 2;
    if (p > 0) sum += p * Math.log(p / middle);
    if (q > 0) sum += q * Math.log(q / middle);
  }
  return Math.sqrt(Math.max(0, sum / 2 / Math.log(base)));
}

/** p-value of Pearson's test that two rows of counts come from the same shares (scipy.stats.chi2_contingency). */
export function homogeneityPValue(reference: Counts, current: Counts): number {
  const [n, m] = [totalOf(reference), totalOf(current)];
  let [statistic, cells] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i] + current[i];
    if (both === 0) continue;
    cells++;
    const [expectedReference, expectedCurrent] = [(both * n) / (n + m), (both * m) / (n + m)];
    statistic += (reference[i] - expectedReference) ** 2 / expectedReference;
    statistic += (current[i] - expectedCurrent) ** 2 / expectedCurrent;
  }
  return cells < 2 ? 1 : chiSquareSurvival(statistic, cells - 1);
}

/** p-value of Pearson's test that counts have the reference's shares exactly (scipy.stats.chisquare). */
export function goodnessOfFitPValue(reference: Counts, current: Counts): number {
  const [n, m] = [totalOf(reference), totalOf(current)];
  let [statistic, cells] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    if (reference[i] === 0 && current[i] === 0) continue;
    cells++;
    const expected = (reference[i] * m) / n;
    statistic += (current[i] - expected) ** 2 / expected;
  }
  if (statistic === Number.POSITIVE_INFINITY) return 0;
  return cells < 2 ? 1 : chiSquareSurvival(statistic, cells - 1);
}
