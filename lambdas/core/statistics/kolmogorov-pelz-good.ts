const PI_2 = Math.PI ** 2;
const PI_4 = Math.PI ** 4;
const PI_6 = Math.PI ** 6;
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * P(D_n ≤ d) by the expansion K0(z) + K1(z)/√n + K2(z)/n + K3(z)/n^1.5 at z = d√n, in the theta-function form of
 * W. Pelz and I. Good, "Approximating the Lower Tail-Areas of the Kolmogorov–Smirnov One-Sample Statistic" (1976).
 */
export function pelzGoodDistribution(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const z3 = z2 * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const logQ = -PI_2 / 8 / z2;
  if (logQ < -708) return 0;
  const terms = Math.ceil((16 * z) / Math.PI);
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  // Over odd numbers: every sum has the factor exp(−π² odd² / 8z²).
  for (let k = terms; k > 0; k--) {
    const odd2 = (2 * k - 1) ** 2;
    const odd4 = odd2 * odd2;
    const odd6 = odd4 * odd2;
    const weight = Math.exp(logQ * odd2);
    k0 += weight;
    k1 += weight * (-z2 + (PI_2 / 4) * odd2);
    k2 += weight * (6 * z6 + 2 * z4 + ((2 * z4 - 5 * z2) * PI_2 * odd2) / 4 + (PI_4 * (1 - 2 * z2) * odd4) / 16);
    k3 +=
      weight *
      (-30 * z6 -
        90 * z4 * z4 +
        (PI_2 * (135 * z4 - 96 * z6) * odd2) / 4 +
        (PI_4 * (-60 * z2 + 212 * z4) * odd4) / 16 +
        (PI_6 * (5 - 30 * z2) * odd6) / 64);
  }
  // Over all whole numbers: the second sums of K2 and K3, with the factor exp(−π² k² / 2z²).
  let k2Extra = 0;
  let k3Extra = 0;
  for (let k = terms; k > 0; k--) {
    const weight = k * k * Math.exp((-PI_2 * k * k) / 2 / z2);
    k2Extra += weight;
    k3Extra += weight * (3 * z2 - PI_2 * k * k);
  }
  const sum0 = (SQRT_TWO_PI * k0) / z;
  const sum1 = (SQRT_TWO_PI * k1) / (6 * z4);
  const sum2 = (SQRT_TWO_PI * k2) / (72 * z4 * z3) - (PI_2 * SQRT_TWO_PI * k2Extra) / (36 * z3);
  const sum3 = (SQRT_TWO_PI * k3) / (6480 * z6 * z4) + (PI_2 * SQRT_TWO_PI * k3Extra) / (216 * z6);
  return sum0 + sum1 / Math.sqrt(n) + sum2 / n + sum3 / (n * Math.sqrt(n));
}
