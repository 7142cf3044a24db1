import { logBeta, logIncompleteBeta } from './beta.ts';
import { logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/** log P(T > t) of Student's t distribution with `degrees` > 0 degrees of freedom, accurate in the tail. */
export function logStudentTSurvival(t: number, degrees: number): number {
  const logBothTails = logTwoSidedSurvival(Math.abs(t), degrees);
  return t >= 0 ? logBothTails - Math.LN2 : Math.log1p(-0.5 * Math.exp(logBothTails));
}

/** log P(|T| > t) for t ≥ 0: I_x(ν/2, ½) with x = ν / (ν + t²). */
function logTwoSidedSurvival(t: number, degrees: number): number {
  const half = degrees / 2;
  if (t > 1e100) {
    // t² would overflow; the beta function's leading term x^(ν/2) / (ν/2 · B) is exact to 1e-200 here.
    return half * (Math.log(degrees) - 2 * Math.log(t)) - Math.log(half) - logBeta(half, 0.5);
  }
  const squared = t * t;
  return logIncompleteBeta(degrees / (degrees + squared), squared / (degrees + squared), half, 0.5);
}

/** P(T > t) of Student's t distribution. */
export function studentTSurvival(t: number, degrees: number): number {
  return Math.exp(logStudentTSurvival(t, degrees));
}

/**
 * The t with P(T > t) = tail: the quantile of 1 − tail, without the rounding of that subtraction. ∞ at 0, −∞ at 1, NaN
 * outside 0..1 and without degrees. Newton steps on the logarithm of the survival function, which is concave and nearly straight in log t.
 */
export function studentTUpperQuantile(tail: number, degrees: number): number {
  if (!(tail >= 0 && tail <= 1 && degrees > 0)) return Number.NaN;
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (tail > 0.5) return tail === 1 ? Number.NEGATIVE_INFINITY : -studentTUpperQuantile(1 - tail, degrees);
  if (tail === 0.5) return 0;
  const target = Math.log(tail);
  // Newton on the log survival as a function of t; a bracket keeps it from leaving the region.
  let lower = 0;
  let upper = Math.max(1, -normalQuantile(tail));
  while (logStudentTSurvival(upper, degrees) > target) {
    lower = upper;
    upper *= 2;
  }
  const logScale = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  let t = 0.5 * (lower + upper);
  for (let step = 0; step < 200; step++) {
    const logSurvival = logStudentTSurvival(t, degrees);
    if (logSurvival > target) lower = t;
    else upper = t;
    const logDensity = logScale - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees);
    let next = t + (logSurvival - target) * Math.exp(logSurvival - logDensity);
    if (!(next > lower && next < upper)) next = 0.5 * (lower + upper);
    if (Math.abs(next - t) <= 4e-16 * t) return next;
    t = next;
  }
  return t;
}
