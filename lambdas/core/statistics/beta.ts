import { stirlingCorrection } from './gamma.ts';

const MAX_ITERATIONS = 100_000;
const SMALLEST = 1e-300;

/** log B(a, b) = log Γ(a) Γ(b) / Γ(a + b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  const n = a + b;
  return (
    -(a - 0.5) * Math.log1p(b / a) -
    b * Math.log1p(a / b) -
    0.5 * Math.log(b) +
    0.9189385332046728 +
    stirlingCorrection(a) +
    stirlingCorrection(b) -
    stirlingCorrection(n)
  );
}

/**
 * log I_x(a, b), the logarithm of the regularised incomplete beta function, for a, b > 0. `y` is 1 − x: the
 * caller knows it without rounding even if x is close to 1.
 */
export function logIncompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (y <= 0) return 0;
  if (x <= (a + 1) / (a + b + 2)) return logLowerTail(x, y, a, b);
  return Math.log1p(-Math.min(1, Math.exp(logLowerTail(y, x, b, a))));
}

/** The continued fraction DLMF 8.17.22, which converges fast for x below the mean. */
function logLowerTail(x: number, y: number, a: number, b: number): number {
  const logX = x < 0.5 ? Math.log(x) : Math.log1p(-y);
  const logY = y < 0.5 ? Math.log(y) : Math.log1p(-x);
  const logFactor = a * logX + b * logY - logBeta(a, b) - Math.log(a);
  const sum = a + b;
  let c = 1;
  let d = 1 / guard(1 - (sum * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MAX_ITERATIONS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (sum + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return logFactor + Math.log(fraction);
}

/** Keeps Lentz's recurrences from dividing by zero. */
function guard(value: number): number {
  return Math.abs(value) < SMALLEST ? SMALLEST : value;
}
