/**
 * The gamma function and related functions, in forms that keep relative accuracy far out in the tails: large terms are
 * cancelled algebraically, not in floating point (C. Loader, "Fast and Accurate Computation of Binomial Probabilities",
 * 2000).
 */

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Bernoulli numbers B(2j) / (2j (2j-1)), j = 1…8: Stirling's series, below 1e-17 in error from x = 10 on. */
const STIRLING_SERIES = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
] as const;

const MAX_ITERATIONS = 10_000_000;
const SMALLEST = 1e-300;

/**
 * μ(x) = log Γ(x) − [(x − ½) log x − x + ½ log 2π], the error of Stirling's formula. It is also
 * log n! − [(n + ½) log n − n + ½ log 2π] for n = x. Defined for x > 0; absolute error about 1e-15.
 */
export function stirlingCorrection(x: number): number {
  let shifted = 0;
  let at = x;
  while (at < 10) {
    shifted += (at + 0.5) * Math.log1p(1 / at) - 1;
    at++;
  }
  const inverse = 1 / at;
  const inverseSquared = inverse * inverse;
  let series = 0;
  for (let j = STIRLING_SERIES.length - 1; j >= 0; j--) series = series * inverseSquared + STIRLING_SERIES[j];
  return shifted + series * inverse;
}

/** log Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingCorrection(x);
}

/** t − log(1 + t) for t > −1, without cancellation near 0. */
export function logDeviation(t: number): number {
  if (Math.abs(t) > 0.3) return t - Math.log1p(t);
  // log(1+t) = 2 artanh(v) with v = t/(2+t), and t − 2v = t·v.
  const v = t / (2 + t);
  const vSquared = v * v;
  let term = 2 * v * vSquared;
  let sum = t * v;
  for (let k = 3; k < 60; k += 2) {
    const next = sum - term / k;
    if (next === sum) break;
    sum = next;
    term *= vSquared;
  }
  return sum;
}

/** log of x^a e^(−x) / Γ(a + 1), the Poisson probability of a at mean x. Defined for a > 0, x > 0. */
function logPoissonTerm(a: number, x: number): number {
  return -a * logDeviation((x - a) / a) - stirlingCorrection(a) - 0.5 * Math.log(a) - HALF_LOG_TWO_PI;
}

/**
 * log Q(a, x), the logarithm of the regularised upper incomplete gamma function, for a > 0 and 0 ≤ x ≤ ∞ (−∞ at x = ∞).
 * For x below a + 1 by the power series of P = 1 − Q, above by Legendre's continued fraction (DLMF 8.9.2) in Lentz's
 * form.
 */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; k < MAX_ITERATIONS; k++) {
      term *= x / (a + k);
      sum += term;
      if (term < sum * 1e-17) break;
    }
    return Math.log1p(-Math.min(1, Math.exp(logPoissonTerm(a, x)) * sum));
  }
  let b = x + 1 - a;
  let c = 1 / SMALLEST;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MAX_ITERATIONS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < SMALLEST) d = SMALLEST;
    c = b + numerator / c;
    if (Math.abs(c) < SMALLEST) c = SMALLEST;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return logPoissonTerm(a, x) + Math.log(a) + Math.log(fraction);
}
