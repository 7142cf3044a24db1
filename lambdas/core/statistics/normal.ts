/** Up to here erf has few terms; above, its complement is the smaller number. */
const NEAR = 0.46875;
/** From here on the asymptotic form of the complement is the more exact one. */
const FAR = 4;

/** P(Z > z) of the standard normal distribution. */
export function normalSurvival(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  if (x <= NEAR) return 0.5 - 0.5 * erfNearZero(z * Math.SQRT1_2);
  const tail = 0.5 * scaledComplement(x) * Math.exp(-0.5 * z * z);
  return z < 0 ? 1 - tail : tail;
}

/** erf(x) for |x| ≤ {@link NEAR}. W. Cody, "Rational Chebyshev Approximation for the Error Function", 1969. */
function erfNearZero(x: number): number {
  return (x * horner(NEAR_NUMERATOR, x * x)) / horner(NEAR_DENOMINATOR, x * x);
}

/** exp(x²) · erfc(x) for x > {@link NEAR}, by Cody's approximations; 0 at ∞. */
function scaledComplement(x: number): number {
  if (x <= FAR) return horner(COMPLEMENT_NUMERATOR, x) / horner(COMPLEMENT_DENOMINATOR, x);
  const inverse = 1 / (x * x);
  const correction = (inverse * horner(TAIL_NUMERATOR, inverse)) / horner(TAIL_DENOMINATOR, inverse);
  return (INVERSE_ROOT_PI - correction) / x;
}

/** P(Z ≤ z) of the standard normal distribution. */
export function normalDistribution(z: number): number {
  return normalSurvival(-z);
}

/**
 * The z with P(Z ≤ z) = probability. −∞ at 0, ∞ at 1, NaN outside 0..1.
 * Algorithm AS 241 (M. Wichura, Applied Statistics 37, 1988), relative accuracy about 1e-16.
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * horner(CENTRE_NUMERATOR, r)) / horner(CENTRE_DENOMINATOR, r);
  }
  const tail = q < 0 ? probability : 1 - probability;
  if (!(tail > 0)) return tail === 0 ? Math.sign(q) * Number.POSITIVE_INFINITY : Number.NaN;
  const r = Math.sqrt(-Math.log(tail));
  const z =
    r <= 5
      ? horner(MIDDLE_NUMERATOR, r - 1.6) / horner(MIDDLE_DENOMINATOR, r - 1.6)
      : horner(FAR_NUMERATOR, r - 5) / horner(FAR_DENOMINATOR, r - 5);
  return q < 0 ? -z : z;
}

function horner(coefficients: Float64Array, at: number): number {
  let value = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) value = value * at + coefficients[i];
  return value;
}

const INVERSE_ROOT_PI = 0.5641895835477563;

const NEAR_NUMERATOR = Float64Array.of(
  3209.3775891384694,
  377.485237685302,
  113.86415415105016,
  3.1611237438705655,
  0.18577770618460315,
);
const NEAR_DENOMINATOR = Float64Array.of(
  2844.236833439171,
  1282.6165260773723,
  244.02463793444417,
  23.601290952344122,
  1,
);
const COMPLEMENT_NUMERATOR = Float64Array.of(
  1230.3393547979972,
  2051.0783778260716,
  1712.0476126340707,
  881.952221241769,
  298.6351381974001,
  66.11919063714163,
  8.883149794388377,
  0.5641884969886701,
  2.1531153547440383e-8,
);
const COMPLEMENT_DENOMINATOR = Float64Array.of(
  1230.3393548037495,
  3439.3676741437216,
  4362.619090143247,
  3290.7992357334597,
  1621.3895745666903,
  537.1811018620099,
  117.6939508913125,
  15.744926110709835,
  1,
);
const TAIL_NUMERATOR = Float64Array.of(
  0.0006587491615298378,
  0.01608378514874228,
  0.12578172611122926,
  0.36034489994980445,
  0.30532663496123236,
  0.016315387137302097,
);
const TAIL_DENOMINATOR = Float64Array.of(
  0.0023352049762686918,
  0.06051834131244132,
  0.5279051029514285,
  1.8729528499234673,
  2.568520192289822,
  1,
);

const CENTRE_NUMERATOR = Float64Array.of(
  3.3871328727963665,
  133.14166789178438,
  1971.5909503065513,
  13731.69376550946,
  45921.95393154987,
  67265.7709270087,
  33430.57558358813,
  2509.0809287301227,
);
const CENTRE_DENOMINATOR = Float64Array.of(
  1,
  42.31333070160091,
  687.1870074920579,
  5394.196021424751,
  21213.794301586597,
  39307.89580009271,
  28729.085735721943,
  5226.495278852854,
);
const MIDDLE_NUMERATOR = Float64Array.of(
  1.4234371107496835,
  4.630337846156546,
  5.769497221460691,
  3.6478483247632045,
  1.2704582524523684,
  0.2417807251774506,
  0.022723844989269184,
  0.0007745450142783414,
);
const MIDDLE_DENOMINATOR = Float64Array.of(
  1,
  2.053191626637759,
  1.6763848301838038,
  0.6897673349851,
  0.14810397642748008,
  0.015198666563616457,
  0.0005475938084995345,
  1.0507500716444169e-9,
);
const FAR_NUMERATOR = Float64Array.of(
  6.657904643501103,
  5.463784911164114,
  1.7848265399172913,
  0.29656057182850487,
  0.026532189526576124,
  0.0012426609473880784,
  2.7115555687434876e-5,
  2.0103343992922881e-7,
);
const FAR_DENOMINATOR = Float64Array.of(
  1,
  0.599832206555888,
  0.1369298809227358,
  0.014875361290850615,
  0.0007868691311456133,
  1.8463183175100548e-5,
  1.421511758316446e-7,
  2.0442631033899397e-15,
);
