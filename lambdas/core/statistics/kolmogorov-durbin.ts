/**
 * P(D_n ≤ d) by Durbin's matrix: the middle element of H^n times n!/nⁿ, where nd = k − h and H has 2k − 1 rows (J.
 * Durbin 1968; G. Marsaglia, W. W. Tsang and J. Wang, "Evaluating Kolmogorov's Distribution", 2003). Exact. Takes
 * memory k² and time k³ log n, so it suits small nd. Powers of two are carried separately, because the elements
 * overflow a double.
 */
export function durbinDistribution(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  let base = durbinMatrix(k - n * d, size);
  let baseExponent = 0;
  let power: Float64Array | null = null;
  let powerExponent = 0;
  const centre = (k - 1) * size + (k - 1);
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      power = power === null ? base.slice() : multiply(power, base, size);
      powerExponent += baseExponent;
      powerExponent += scaleDown(power, centre);
    }
    if (rest > 1) {
      base = multiply(base, base, size);
      baseExponent = 2 * baseExponent + scaleDown(base, centre);
    }
  }
  let value = power![centre];
  for (let i = 1; i <= n; i++) {
    value = (value * i) / n;
    if (value < 2 ** -128) {
      value *= 2 ** 128;
      powerExponent -= 128;
    }
  }
  return Math.min(1, value * 2 ** powerExponent);
}

/**
 * H in row-major order: ones on the first superdiagonal, 1/(i−j+1)! below it, the first column and last row corrected
 * by h.
 */
function durbinMatrix(h: number, size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  const inverseFactorial = new Float64Array(size + 1);
  inverseFactorial[0] = 1;
  for (let i = 1; i <= size; i++) inverseFactorial[i] = inverseFactorial[i - 1] / i;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= Math.min(row + 1, size - 1); column++) {
      matrix[row * size + column] = inverseFactorial[row - column + 1];
    }
  }
  for (let i = 0; i < size; i++) {
    const bent = (1 - h ** (i + 1)) * inverseFactorial[i + 1];
    matrix[i * size] = bent;
    matrix[(size - 1) * size + (size - 1 - i)] = bent;
  }
  const corner = 1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size;
  matrix[(size - 1) * size] = corner * inverseFactorial[size];
  return matrix;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a[row * size + inner];
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        product[row * size + column] += factor * b[inner * size + column];
      }
    }
  }
  return product;
}

/** Divides by 2^128 if the middle element is larger. Returns the exponent that was taken out. */
function scaleDown(matrix: Float64Array, centre: number): number {
  if (matrix[centre] <= 2 ** 128) return 0;
  for (let i = 0; i < matrix.length; i++) matrix[i] *= 2 ** -128;
  return 128;
}
