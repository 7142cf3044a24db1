import type { AlignedNumbers } from '../aligned.ts';

/**
 * ∫ |F − G| dx from the rows and sums of grid cells: Σ over cells of |∫ (F − G) dx|, a lower bound, and how much larger
 * the exact integral can be.
 *
 * Within a cell (l, u] of width w the integral of F is known: w F(l) + (rows · u − sum)/n, so the signed area A of the
 * cell is exact. With P and N the areas where F > G and F < G, A = P − N and ∫ |F − G| = |A| + 2 min(P, N). P has two
 * bounds: the area of F above the level G(l), and the area of G below the level F(u). Each is known when the level is
 * outside the cell's range of that function. Otherwise the excess above a level is convex, so it is at most the chord's
 * part of the known area. N is bounded the same way with sides swapped. Cells where F and G cannot cross add no error.
 *
 * The open outer cells end at the smallest and largest finite number of both sides. Holds for finite rows: the sums do
 * not include rows at ±∞.
 */
export function integrateGridDifference(aligned: AlignedNumbers): {
  readonly area: number;
  readonly errorBound: number;
} {
  const { lower, upper, min, max } = aligned;
  const n = aligned.baselineRows;
  const m = aligned.windowRows;
  let f = 0;
  let g = 0;
  let area = 0;
  let errorBound = 0;
  for (let i = 0; i < upper.length; i++) {
    const from = Math.min(Math.max(lower[i], min), max);
    const to = Math.max(Math.min(upper[i], max), min);
    const width = to - from;
    const fLow = f / n;
    const gLow = g / m;
    f += aligned.baseline[i];
    g += aligned.window[i];
    if (!(width > 0)) continue;
    const fHigh = f / n;
    const gHigh = g / m;
    const fRise = clip((aligned.baseline[i] * to - aligned.baselineSums[i]) / n, width * (fHigh - fLow));
    const gRise = clip((aligned.window[i] * to - aligned.windowSums[i]) / m, width * (gHigh - gLow));
    const signed = width * (fLow - gLow) + fRise - gRise;
    area += Math.abs(signed);
    const fAbove = boundExcess(fLow, fHigh, fRise, gLow, gHigh, gRise, width);
    const gAbove = boundExcess(gLow, gHigh, gRise, fLow, fHigh, fRise, width);
    const hidden = signed >= 0 ? Math.min(gAbove, fAbove - signed) : Math.min(fAbove, gAbove + signed);
    if (hidden > 0) errorBound += 2 * hidden;
  }
  return { area, errorBound };
}

/** At most ∫ (F − G)⁺ dx over a cell, given both functions' ends and their areas above their lower ends. */
function boundExcess(
  fLow: number,
  fHigh: number,
  fRise: number,
  gLow: number,
  gHigh: number,
  gRise: number,
  width: number,
): number {
  if (gLow >= fHigh) return 0;
  const gFall = width * (gHigh - gLow) - gRise;
  const overLevel = gLow <= fLow ? fRise + width * (fLow - gLow) : (fRise * (fHigh - gLow)) / (fHigh - fLow);
  const underLevel = fHigh >= gHigh ? gFall + width * (fHigh - gHigh) : (gFall * (fHigh - gLow)) / (gHigh - gLow);
  return Math.min(overLevel, underLevel);
}

function clip(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
