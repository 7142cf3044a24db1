import { logDeviation, stirlingCorrection } from './gamma.ts';
import { durbinDistribution } from './kolmogorov-durbin.ts';
import { pelzGoodDistribution } from './kolmogorov-pelz-good.ts';

const LOG_TWO_PI = 1.8378770664093453;

/**
 * P(D_n > d) of the two-sided one-sample Kolmogorov–Smirnov statistic for n ≥ 1 rows. The choice of formula by region
 * follows R. Simard and P. L'Ecuyer, "Computing the Two-Sided Kolmogorov–Smirnov Distribution" (Journal of Statistical
 * Software 39, 2011), as in scipy.stats.kstwo.
 */
export function kolmogorovSurvival(n: number, d: number): number {
  if (d >= 1) return 0;
  const nd = n * d;
  if (nd <= 0.5) return 1;
  if (nd <= 1) return 1 - edgeDistribution(n, nd);
  if (nd >= n - 1) return 2 * (1 - d) ** n;
  const exponent = nd * d;
  if (exponent >= 370) return 0;
  // A path that leaves on both sides is too rare here to count (J. Miller, 1956).
  if (d >= 0.5 || exponent > (n <= 140 ? 4 : 2.2)) return Math.min(1, 2 * oneSidedSurvival(n, d));
  if (n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4)) return 1 - durbinDistribution(n, d);
  return 1 - pelzGoodDistribution(n, d);
}

/** P(D_n ≤ d) = n! ((2nd − 1)/n)^n for ½ < nd ≤ 1 (H. Ruben and J. Gambino, 1982). */
function edgeDistribution(n: number, nd: number): number {
  return Math.exp(n * Math.log(2 * nd - 1) - n + 0.5 * Math.log(n) + 0.5 * LOG_TWO_PI + stirlingCorrection(n));
}

/**
 * P(D_n⁺ > d), exactly (N. Smirnov, 1944; Z. Birnbaum and F. Tingey, 1951):
 * d Σ_j C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j) over j < n(1 − d). Every term is a binomial probability divided by
 * d + j/n, taken in Loader's form; the sum runs outward from the largest term until it does not change any more.
 */
function oneSidedSurvival(n: number, d: number): number {
  const nd = n * d;
  const last = Math.ceil(n - nd) - 1;
  const middle = Math.floor(last / 2);
  const scale = Math.exp(logSmirnovTerm(middle, n, nd));
  if (scale === 0) return 0;
  let sum = 0;
  for (let j = middle; j >= 0; j--) {
    const term = Math.exp(logSmirnovTerm(j, n, nd));
    sum += term;
    if (term < sum * 1e-19) break;
  }
  for (let j = middle + 1; j <= last; j++) {
    const term = Math.exp(logSmirnovTerm(j, n, nd));
    sum += term;
    if (term < sum * 1e-19) break;
  }
  return Math.min(1, d * sum);
}

/** log of C(n, j) p^j q^(n−j) / p with p = (nd + j)/n and q = 1 − p. */
function logSmirnovTerm(j: number, n: number, nd: number): number {
  const logP = Math.log((nd + j) / n);
  if (j === 0) return n * Math.log1p(-nd / n) - logP;
  const k = n - j;
  const deviation = j * logDeviation(nd / j) + k * logDeviation(-nd / k);
  const corrections = stirlingCorrection(n) - stirlingCorrection(j) - stirlingCorrection(k);
  return corrections - deviation + 0.5 * Math.log(n / (j * k)) - 0.5 * LOG_TWO_PI - logP;
}
